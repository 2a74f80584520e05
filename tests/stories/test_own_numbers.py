"""The numbers of the playbook are the team's: how long is waited, for each kind and between nudges."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coaching.deal import Status
from prompts import advice
from prompts.digest import ANSWER
from tests.rig import ANA, Rig
from tests.stories.other_words import NUMBERS
from tests.stories.own_playbook import DANA, reading, rig, spoken
from tests.stories.scenes import nudge, words_on

__all__ = ["rig"]


@pytest.mark.parametrize(
    ("kind", "given", "due"),
    [
        ("not_now", {}, "2027-02-02"),
        ("no_need", {"stage": "first"}, "2027-02-02"),
        ("content", {"contract_end": "2027-11-30"}, "2027-08-30"),
        ("content", {}, "2027-02-02"),
        ("no_budget", {"budget_on": "2027-06-30"}, "2027-05-31"),
        ("no_authority", {}, "2026-11-09"),
        ("no_response", {"tries": "1"}, "2026-11-18"),
        ("no_response", {"tries": "4"}, "2026-12-04"),
        ("no_rapport", {}, "2026-12-04"),
        ("need_not_felt", {}, "2026-11-11"),
        ("doubts_us", {}, "2026-12-21"),
        ("no_value", {}, "2026-11-11"),
        ("chose_competitor", {}, "2027-05-03"),
        ("never_asked", {}, "2026-11-05"),
        ("unknown", {"asked_why": "not_yet"}, "2026-11-03"),
    ],
)
def test_the_teams_own_numbers_and_scripts_hold_for_each_kind(
    rig: Rig, kind: str, given: dict[str, Any], due: str
) -> None:
    """Every number of a kind is two days more than the shipped one."""
    reader = reading(rig)
    rig.debrief(rig.ana, DANA, kind=kind, **given)
    (deal,) = rig.deals()
    assert deal.plan.due
    assert deal.plan.due.on.isoformat() == due
    script = advice.script(deal.plan, deal, spoken(rig), ZoneInfo(ANA.tz))
    assert script in words_on(rig.ana.view)
    rig.ana.close()
    assert rig.local(rig.jump()).strftime("%Y-%m-%d %H:%M") == f"{due} 08:15"
    reader.look()
    assert reader.strangers == {}


def test_the_teams_own_reminder_waiting_and_digest_numbers_hold(rig: Rig) -> None:
    for name in ("Elm", "Fig", "Gum"):
        rig.debrief(rig.ana, name, callback_on="2027-02-01")
        rig.ana.close()
    sent = rig.local(rig.jump()).date()
    assert str(nudge(rig.ana)["blocks"]).count(ANSWER) == NUMBERS["digest_from"]
    assert (rig.local(rig.jump()).date() - sent).days == 7, "five days on is a Saturday"
    rig.clock.move_to(datetime(2027, 2, 12, 9, tzinfo=UTC))
    rig.sweep()
    assert {deal.status for deal in rig.deals()} == {Status.WAITING}
