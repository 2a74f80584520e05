"""What each reply to a nudge leads to, as the table under Nudges has it."""

from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening
from prompts.deal_card import WON_BECAUSE
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.replies import ASK_WHY, FIRST
from tests.stories.scenes import (
    decisions_on,
    due_on,
    nudge,
    nudged,
    offered,
    press_reply,
    reply,
    told,
    values_on,
)


@pytest.mark.parametrize(
    ("given", "buttons"),
    [
        ({}, FIRST),
        ({"kind": "no_rapport"}, FIRST),
        ({"kind": "no_value"}, FIRST),
        ({"kind": "no_response", "asked_why": "not_yet", "tries": "1"}, FIRST),
        ({"asked_why": "not_yet"}, ASK_WHY),
        ({"kind": "unknown", "asked_why": "dodged"}, ASK_WHY),
    ],
)
def test_a_nudge_offers_the_replies_of_what_it_asks(
    rig: Rig, given: dict[str, Any], buttons: set[str]
) -> None:
    nudged(rig, **given)
    assert offered(nudge(rig.ana)) == buttons


@pytest.mark.parametrize(
    ("answer", "due", "opening", "status"),
    [
        (Reply.REACHED_OUT, "2027-02-08", Opening.DID_THEY_ANSWER, Status.OPEN),
        (Reply.NO_ANSWER, "2027-02-15", Opening.GO_BACK, Status.OPEN),
        (Reply.TALKING_AGAIN, "2027-02-15", Opening.STILL_TALKING, Status.OPEN),
        (Reply.SNOOZE_WEEK, "2027-02-08", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_MONTH, "2027-03-01", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_QUARTER, "2027-05-03", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.LET_GO, None, None, Status.LET_GO),
    ],
)
def test_a_reply_leads_to_its_next_nudge(
    some_rig: Rig, answer: Reply, due: str | None, opening: Opening | None, status: Status
) -> None:
    rig = some_rig
    nudged(rig)
    reply(rig.ana, answer)
    (deal,) = rig.deals()
    assert (due_on(rig), deal.plan.opening, deal.status) == (due, opening, status)
    assert decisions_on(nudge(rig.ana)) == {UNDO}
    if due:
        assert rig.local(rig.jump()).date().isoformat() == due
        assert len(rig.ana.messages()) == 3
    else:
        assert deal.next_nudge_at is None


@pytest.mark.parametrize(
    ("kind", "days"), [("no_rapport", "2027-01-04"), ("doubts_us", "2027-02-01"), ("content", "2027-05-03")]
)
def test_reaching_out_while_keeping_warm_waits_for_the_kinds_interval(rig: Rig, kind: str, days: str) -> None:
    nudged(rig, kind=kind)
    reply(rig.ana, Reply.REACHED_OUT)
    assert (due_on(rig), rig.deals()[0].plan.opening) == (days, Opening.NURTURE)


def test_reaching_out_is_asked_after_and_then_the_silence_counts(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    assert f"{REPLY}reached_out" not in decisions_on(nudge(rig.ana))
    reply(rig.ana, Reply.NO_ANSWER)
    assert rig.deals()[0].plan.opening is Opening.GO_BACK


def test_won_back_ends_is_celebrated_and_asks_one_question(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.WON_BACK)
    assert rig.deals()[0].status is Status.WON_BACK
    assert decisions_on(nudge(rig.ana)) == {WON_BECAUSE, UNDO}
    rig.ana.press(WON_BECAUSE, nudge(rig.ana))
    rig.ana.fill({"what": "They came to the new office."})
    assert rig.ana.submit().action == "closed"
    assert rig.ana.view is None
    rig.clock.move(days=400)
    rig.sweep()
    assert len(rig.ana.messages()) == 2


def test_a_no_after_won_back_is_a_new_deal(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.WON_BACK)
    rig.debrief(rig.ana)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]
    assert [row["outcome"] for row in rig.export()] == ["won_back", "open"]


def test_the_third_snooze_in_a_row_also_offers_to_let_go(rig: Rig) -> None:
    nudged(rig)
    for _ in range(2):
        reply(rig.ana, Reply.SNOOZE_WEEK)
        assert "let_go" not in "".join(decisions_on(nudge(rig.ana)))
        rig.jump()
    reply(rig.ana, Reply.SNOOZE_WEEK)
    assert due_on(rig) == "2027-02-22"
    assert "let_go" in "".join(decisions_on(nudge(rig.ana)))


def test_snooze_until_a_day(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    assert values_on(rig.ana.view)["on"] == "2027-02-02", "the next working day is offered"
    for bad in ("2027-01-31", "2033-02-02", None):
        rig.ana.fill({"on": bad})
        assert set(rig.ana.submit().errors) == {"on"}
    rig.ana.fill({"on": "2027-02-20"})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == "2027-02-22"


@pytest.mark.parametrize("second", [Reply.REACHED_OUT, Reply.WON_BACK, Reply.STILL_NO, Reply.LET_GO])
def test_a_stale_button_of_an_answered_nudge_says_so(rig: Rig, second: Reply) -> None:
    nudged(rig)
    stale = nudge(rig.ana)
    reply(rig.ana, Reply.TALKING_AGAIN)
    before = rig.deals()
    press_reply(rig.ana, second, stale)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    assert rig.deals() == before


def test_a_nudge_overtaken_by_the_card_has_no_buttons_and_takes_no_reply(rig: Rig) -> None:
    nudged(rig)
    stale = nudge(rig.ana)
    (deal,) = rig.deals()
    card = next(m for m in rig.ana.messages() if m["ts"] == deal.card_ts)
    rig.ana.press("card_change_date", card)
    rig.ana.fill({"on": "2027-03-03"})
    rig.ana.submit()
    assert decisions_on(nudge(rig.ana)) == set()
    press_reply(rig.ana, Reply.WON_BACK, stale)
    assert len(told(rig.ana)) == 1
    assert rig.deals()[0].status is Status.OPEN
