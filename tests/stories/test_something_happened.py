"""Something happened between two nudges: the card takes every reply that a nudge takes."""

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from prompts.deal_card import HAPPENED
from tests.rig import Rig
from tests.stories.cards import happened, press
from tests.stories.digests import replies_in
from tests.stories.scenes import due_on, lost


@pytest.mark.parametrize(
    ("reply", "status", "due"),
    [
        (Reply.REACHED_OUT, Status.OPEN, "2026-11-09"),
        (Reply.NO_ANSWER, Status.OPEN, "2026-11-16"),
        (Reply.TALKING_AGAIN, Status.OPEN, "2026-11-16"),
        (Reply.SNOOZE_WEEK, Status.OPEN, "2026-11-09"),
        (Reply.SNOOZE_MONTH, Status.OPEN, "2026-12-02"),
        (Reply.SNOOZE_QUARTER, Status.OPEN, "2027-02-02"),
        (Reply.LET_GO, Status.LET_GO, None),
        (Reply.WON_BACK, Status.WON_BACK, "2027-02-01"),
    ],
)
def test_something_happened(rig: Rig, reply: Reply, status: Status, due: str | None) -> None:
    lost(rig)
    assert happened(rig, reply) == "closed"
    (deal,) = rig.deals()
    assert (deal.status, due_on(rig)) == (status, due)
    assert [r.reply for r in deal.replies] == [reply]
    assert (deal.next_nudge_at is None) == (status is not Status.OPEN)


def test_what_may_have_happened_ends_with_later_from_the_shortest_time_on(rig: Rig) -> None:
    lost(rig)
    press(rig, HAPPENED)
    assert replies_in(rig.ana.view)[-5:] == [
        Reply.SNOOZE_WEEK,
        Reply.SNOOZE_MONTH,
        Reply.SNOOZE_QUARTER,
        Reply.SNOOZE_UNTIL,
        Reply.LET_GO,
    ]


def test_something_happened_snooze_until_asks_for_the_day(rig: Rig) -> None:
    lost(rig)
    assert happened(rig, Reply.SNOOZE_UNTIL) == "updated"
    rig.ana.fill({"on": "2026-12-15"})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == "2026-12-15"


def test_something_happened_still_no_asks_what_kind(rig: Rig) -> None:
    lost(rig)
    assert happened(rig, Reply.STILL_NO) == "updated"
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert rig.export()[0]["kind"] == "no_value"


@pytest.mark.parametrize(
    ("reply", "due"),
    [(Reply.DODGED, "2027-02-01"), (Reply.NO_ANSWER, "2027-02-01"), (Reply.SKIP, "2027-02-01")],
)
def test_something_happened_while_asking_why(rig: Rig, reply: Reply, due: str) -> None:
    lost(rig, asked_why="not_yet")
    assert happened(rig, reply) == "closed"
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, due)


def test_something_happened_they_told_me_goes_through_two_screens(rig: Rig) -> None:
    lost(rig, asked_why="not_yet")
    assert happened(rig, Reply.TOLD_ME) == "updated"
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    assert rig.ana.submit().action == "updated"
    assert rig.export()[0]["verdict"] == "go_back"
