"""What once failed in the shapes that people reported, on both databases; each kind has stories of its own too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.manifest import ASKED_SCOPES
from coaching.deal import Reply
from handlers.delivery.eligibility import Ready
from handlers.delivery.envelope import message_of
from handlers.slack.context import Services
from playground import PlaygroundError
from prompts.blocks import Message
from prompts.deal_card import SHARE
from prompts.digest import ANSWER
from prompts.home import THROW_AWAY
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.digests import NAMES, digests, morning, planned, rows_on
from tests.stories.own_settings import lost, now, until_sent
from tests.stories.scenes import card, choose, decisions_on, nudge, rows

JSON = dict[str, Any]
SIGNS = "&<>" * 20


def test_a_digest_full_of_signs_that_grow_is_posted_and_its_answered_row_loses_its_button(
    each_rig: Rig,
) -> None:
    """Cut before its signs were written as entities it was over 4,000, which chat.update refuses."""
    names = [f"{SIGNS} {number}" for number in range(10)]
    planned(each_rig, names, words=SIGNS * 20)
    morning(each_rig)
    (message,) = digests(each_rig)
    assert len(message["text"]) <= 4000
    row = next(b for b in message["blocks"] if b["type"] == "actions")
    each_rig.ana.press(ANSWER, message, block_id=row["block_id"])
    each_rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    assert each_rig.ana.submit().action == "closed"
    after = [one for b in digests(each_rig)[0]["blocks"] for one in b.get("elements", ())]
    assert [one.get("action_id") for one in after].count(ANSWER) == 9


def test_a_nudge_waits_for_the_end_of_do_not_disturb(make_rig: MakeRig, each_url: str) -> None:
    rig = make_rig(database_url=each_url, scopes=[*ASKED_SCOPES, "dnd:read"])
    lost(rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.do_not_disturb(at - timedelta(hours=12), at + timedelta(minutes=45))
    rig.ana.snooze(at + timedelta(hours=8))
    until_sent(rig, 1)
    assert now(rig) == "2026-12-10 10:15", "the end of what Slack shows, and not of the snooze"


def without_block_ids(_kind: str, payload: JSON) -> JSON:
    for block in payload.get("view", {}).get("blocks", []):
        block.pop("block_id", None)
    return payload


def without_the_first_block_id(_kind: str, payload: JSON) -> JSON:
    for block in payload.get("view", {}).get("blocks", [])[:1]:
        block.pop("block_id", None)
    return payload


@pytest.mark.parametrize("alter", [without_block_ids, without_the_first_block_id])
def test_a_view_that_comes_back_without_block_ids_is_read_all_the_same(
    each_rig: Rig, alter: Callable[[str, JSON], JSON]
) -> None:
    each_rig.slack.alter = alter
    deal = each_rig.debrief(each_rig.ana, "Acme", condition="The boxes are gone")
    assert deal.answers.condition == "The boxes are gone"
    each_rig.ana.fill({"verdict": "nurture"})
    assert each_rig.ana.submit().action == "closed"
    assert each_rig.deals()[0].plan.verdict == "nurture"


def test_the_picker_offers_no_channel_that_other_companies_are_in(some_rig: Rig) -> None:
    some_rig.slack.share("C0LESSONS", "T0PARTNER")
    some_rig.debrief(some_rig.ana)
    some_rig.ana.close()
    choose(some_rig.ana, SHARE, card(some_rig.ana, some_rig.deals()[0]))
    with pytest.raises(PlaygroundError, match="not offered"):
        some_rig.ana.fill({"channel": "C0LESSONS"})


def test_a_draft_can_be_thrown_away_on_home_too(some_rig: Rig) -> None:
    some_rig.ana.command("/gotano", "Acme")
    some_rig.ana.fill({"stage": "buying", "asked_why": "told"})
    some_rig.ana.submit()
    some_rig.ana.close()
    some_rig.ana.open_home()
    some_rig.ana.press(THROW_AWAY, "home")
    assert rows(some_rig)["drafts"] == 0
    assert decisions_on(nudge(some_rig.ana)) == set()


@pytest.mark.trouble
def test_a_row_that_cannot_be_made_stops_no_digest(some_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others come; the one that cannot be made waits, and is tried again."""

    def stumbling(services: Services, ready: Ready, zone: ZoneInfo) -> Message:
        if ready.deal.prospect == "Acme":
            raise ValueError("cannot be made")
        return message_of(services, ready, zone)

    monkeypatch.setattr("handlers.delivery.worker.message_of", stumbling)
    planned(some_rig, NAMES[:5])
    morning(some_rig)
    assert len(rows_on(digests(some_rig)[0])) == 4
    monkeypatch.undo()
    some_rig.clock.move(minutes=2)
    some_rig.sweep()
    assert all(deal.nudges for deal in some_rig.deals())
