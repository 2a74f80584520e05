"""A rep's morning: a few messages or one digest, one reminder, then silence; and never a burst."""

from datetime import timedelta

import pytest

from coaching.deal import Reply, Status
from playground import Fault
from tests.rig import SAM, Rig
from tests.stories.scenes import actions_on, nudge, press_reply, reply, told

NAMES = [
    *("Acme", "Birch", "Copperline", "Dunmore", "Elmwood", "Fjord"),
    *("Granite", "Harbour", "Indigo", "Juniper", "Kestrel", "Larch"),
]


def due_together(rig: Rig, count: int) -> None:
    """So many deals with a nudge for 10 December; the morning has come."""
    for name in NAMES[:count]:
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.jump()


def asked(rig: Rig) -> int:
    return sum(len(deal.nudges) for deal in rig.deals())


@pytest.mark.parametrize(("due", "messages"), [(1, 1), (3, 3), (4, 1), (10, 1)])
def test_four_or_more_come_as_one_message(rig: Rig, due: int, messages: int) -> None:
    due_together(rig, due)
    assert len(rig.ana.messages()) == due + messages
    assert asked(rig) == due


def test_a_digest_has_ten_rows_and_the_rest_come_the_next_working_day(rig: Rig) -> None:
    due_together(rig, 12)
    assert asked(rig) == 10
    rig.clock.move(hours=3)
    rig.sweep()
    assert asked(rig) == 10
    rig.jump()
    assert rig.local(rig.clock.now()).strftime("%Y-%m-%d %H:%M") == "2026-12-11 09:30"
    assert asked(rig) == 12
    assert len(rig.ana.messages()) == 12 + 3


def test_a_row_of_a_digest_is_answered_in_a_modal(rig: Rig) -> None:
    due_together(rig, 4)
    blocks = nudge(rig.ana)["blocks"]
    (row,) = (place for place, block in enumerate(blocks) if "Birch" in str(block))
    answer = blocks[row + 1]["elements"][0]
    rig.ana.press(answer["action_id"], nudge(rig.ana), answer["value"])
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    assert rig.ana.submit().action == "closed"
    replied = [deal.prospect for deal in rig.deals() if deal.replies]
    assert replied == ["Birch"]
    assert "Birch" in str(nudge(rig.ana)), "the digest still tells of it"


@pytest.mark.trouble
def test_a_digest_that_slack_did_not_take_comes_later_and_once(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    rig.jump()
    assert asked(rig) == 0
    rig.jump()
    assert (asked(rig), len(rig.ana.messages())) == (4, 5)


@pytest.mark.trouble
def test_a_connection_lost_over_one_rep_holds_up_no_other(rig: Rig) -> None:
    rig.sam.change_zone("Europe/Lisbon")
    for who in (rig.ana, rig.sam):
        rig.debrief(who, callback_on="2026-12-10")
        who.close()
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.jump()
    assert len(rig.deals(SAM)[0].nudges) == 1


def test_an_unanswered_nudge_is_brought_up_once_more_and_then_the_deal_waits(rig: Rig) -> None:
    due_together(rig, 1)
    first = rig.clock.now()
    rig.jump()
    assert rig.clock.now() - first == timedelta(days=7)
    assert len(rig.ana.messages()) == 3
    assert rig.deals()[0].status is Status.OPEN
    for _ in range(40):
        rig.clock.move(days=1)
        rig.sweep()
    assert len(rig.ana.messages()) == 3, "no more messages about it"
    assert rig.deals()[0].status is Status.WAITING, "a rep's silence never lets a prospect go"
    assert rig.export()[0]["status"] == "waiting"


def test_an_answer_ends_the_reminding(rig: Rig) -> None:
    due_together(rig, 1)
    reply(rig.ana, Reply.TALKING_AGAIN)
    rig.clock.move(days=8)
    rig.sweep()
    assert len(rig.ana.messages()) == 2


def test_a_reminder_takes_the_answer_and_the_first_message_says_it_was_given(rig: Rig) -> None:
    due_together(rig, 1)
    first = nudge(rig.ana)
    rig.jump()
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.TALKING_AGAIN]
    press_reply(rig.ana, Reply.WON_BACK, first)
    assert len(told(rig.ana)) == 1
    assert rig.deals()[0].status is Status.OPEN
    stale = next(m for m in rig.ana.messages() if m["ts"] == first["ts"])
    assert not any(action.startswith("nudge_reply") for action in actions_on(stale))


def test_a_waiting_deal_can_be_answered_still(rig: Rig) -> None:
    due_together(rig, 1)
    for _ in range(30):
        rig.clock.move(days=1)
        rig.sweep()
    reply(rig.ana, Reply.REACHED_OUT)
    (deal,) = rig.deals()
    assert deal.status is Status.OPEN
    assert deal.next_nudge_at is not None


def test_after_a_month_away_there_is_no_burst(rig: Rig) -> None:
    for number, name in enumerate(NAMES):
        rig.debrief(rig.ana, name, callback_on=f"2026-12-{1 + number % 4:02}")
        rig.ana.close()
    rig.clock.move(days=75)
    mornings: dict[str, int] = {}
    for _ in range(10 * 24):
        rig.clock.move(hours=1)
        before = len(rig.ana.messages())
        rig.sweep()
        day = rig.local(rig.clock.now()).date().isoformat()
        mornings[day] = mornings.get(day, 0) + len(rig.ana.messages()) - before
    assert max(mornings.values()) <= 3
    assert all(len(deal.nudges) >= 1 for deal in rig.deals())
