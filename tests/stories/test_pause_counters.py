"""A pause stops every counter of days; the year's end stops none."""

from datetime import date, timedelta

import pytest

from coaching.deal import Reply, Status
from prompts.deal_card import LET_GO, ONE_MORE_TRY
from tests.rig import Rig
from tests.stories.pauses import at, days_until, nudged, sent_on, settings
from tests.stories.scenes import decisions_on, nudge, reply

Pauses = list[tuple[str, str | None]]
"""The days on which a rep chose a pause, each with its end; None ends the one that runs."""


@pytest.mark.parametrize(
    ("pauses", "reminded"),
    [
        ([], "2027-02-08"),
        ([("2027-02-03", "2027-02-05")], "2027-02-10"),
        ([("2027-02-03", "2027-02-10")], "2027-02-15"),
        ([("2027-02-03", "2027-03-03")], "2027-03-08"),
        ([("2027-02-01", "2027-03-01")], "2027-03-08"),
        ([("2027-02-03", "2027-02-05"), ("2027-02-08", "2027-02-10")], "2027-02-12"),
        ([("2027-02-03", "2027-03-03"), ("2027-02-05", None)], "2027-02-10"),
        ([("2027-02-03", "2027-03-03"), ("2027-02-10", None)], "2027-02-15"),
        ([("2027-02-03", "2027-02-10"), ("2027-02-08", "2027-02-17")], "2027-02-22"),
        ([("2027-02-03", "2027-03-03"), ("2027-02-08", "2027-02-10")], "2027-02-15"),
    ],
    ids=str,
)
def test_a_pause_stops_the_seven_days_of_a_reminder(rig: Rig, pauses: Pauses, reminded: str) -> None:
    nudged(rig)
    days_until(rig, "2027-03-10", pauses)
    assert sent_on(rig) == ["2027-02-01", reminded]


@pytest.mark.parametrize(
    ("pauses", "waits_from"),
    [
        ([], "2027-02-15"),
        ([("2027-02-10", "2027-02-17")], "2027-02-22"),
        ([("2027-02-03", "2027-02-05")], "2027-02-17"),
    ],
    ids=str,
)
def test_a_pause_stops_the_seven_days_to_waiting(rig: Rig, pauses: Pauses, waits_from: str) -> None:
    nudged(rig)
    the_day_before = (date.fromisoformat(waits_from) - timedelta(days=1)).isoformat()
    days_until(rig, the_day_before, pauses)
    assert rig.deals()[0].status is Status.OPEN
    days_until(rig, waits_from)
    assert rig.deals()[0].status is Status.WAITING


def test_a_pause_stops_the_seven_days_of_a_recommendation(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme", callback_on="2027-02-01")
    rig.ana.close()
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    days_until(rig, "2027-02-14", [("2027-02-03", "2027-02-10")])
    assert len(sent_on(rig)) == 1
    days_until(rig, "2027-02-15")
    assert len(sent_on(rig)) == 2
    assert decisions_on(nudge(rig.ana)) == {LET_GO, ONE_MORE_TRY}


@pytest.mark.parametrize(
    ("until", "recommended"),
    [(None, True), ("2027-01-18", True), ("2027-01-19", False), ("2027-03-04", False)],
)
def test_a_pause_stops_the_270_quiet_days(rig: Rig, until: str | None, recommended: bool) -> None:
    """Asked about on 9 November, put off to 20 August, 284 days later; the pause begins on 4 January."""
    rig.debrief(rig.ana, "Acme", kind="no_value")
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-08-20"})
    rig.ana.submit()
    if until:
        rig.clock.move_to(at("2027-01-04"))
        settings(rig, pause=until)
    rig.jump()
    assert rig.local(rig.clock.now()).date() == date(2027, 8, 20)
    assert rig.deals()[0].plan.accepted is not recommended


def test_the_years_end_stops_no_counter(rig: Rig) -> None:
    """Asked on 21 December, the reminder is due on the 28th and moves past the quiet days; its own end follows."""
    rig.debrief(rig.ana, "Acme", callback_on="2026-12-21")
    rig.ana.close()
    rig.jump()
    days_until(rig, "2027-01-10")
    assert sent_on(rig) == ["2026-12-21", "2027-01-04"]
    assert rig.deals()[0].status is Status.OPEN
    days_until(rig, "2027-01-11")
    assert rig.deals()[0].status is Status.WAITING
