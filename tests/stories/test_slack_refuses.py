"""A Slack that refuses or hangs up: what is put off, what is parked, and what is stored all the same."""

import pytest

from coaching.deal import Reply, Status
from playground import Fault
from prompts.nudge_buttons import REPLY
from tests.rig import Rig
from tests.stories.half_done import to_look
from tests.stories.scenes import actions_on, card, nudged, reply, told

pytestmark = pytest.mark.trouble


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault(status=429, retry_after=240), 240),
        (Fault(status=500), 60),
        (Fault(status=503), 60),
        (Fault(error="internal_error"), 60),
        (Fault(error="invalid_auth"), 60),
        (Fault(error="missing_scope"), 60),
        (Fault(error="fatal_error", times=3), 420),
        (Fault(error="msg_too_long"), 60),
    ],
)
def test_a_nudge_that_slack_does_not_take_is_put_off(rig: Rig, fault: Fault, waits: int) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", fault)
    rig.jump()
    for _ in range(4):
        rig.clock.move(seconds=(waits - 1) / 4)
        rig.sweep()
    assert len(rig.ana.messages()) == 1, "not before its time"
    for _ in range(5):
        rig.clock.move(seconds=61)
        rig.sweep()
    assert len(rig.ana.messages()) == 2
    assert len(rig.deals()[0].nudges) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "user_disabled", "account_inactive", "is_archived"])
def test_a_nudge_that_can_never_be_sent_is_parked(rig: Rig, error: str) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(error=error, times=None))
    rig.jump()
    rig.slack.clear_calls()
    for _ in range(5):
        rig.clock.move(days=1)
        rig.sweep()
    assert rig.slack.calls == []
    (deal,) = rig.deals()
    assert (deal.next_nudge_at, deal.nudges, deal.status) == (None, (), Status.OPEN)
    assert len(rig.export()) == 1, "marked, not lost"


def test_a_rep_who_left_gets_no_more(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.deactivate()
    rig.jump()
    rig.clock.move(days=10)
    rig.sweep()
    assert len(rig.ana.messages()) == 1
    assert rig.deals()[0].nudges == ()


def test_one_nudge_that_fails_holds_up_no_other(rig: Rig) -> None:
    for name in ("Acme", "Birch"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    rig.jump()
    assert len(rig.ana.messages()) == 3
    rig.jump()
    assert len(rig.ana.messages()) == 4


def test_a_lost_connection_holds_up_no_other_nudge_and_loses_none(rig: Rig) -> None:
    for name in ("Acme", "Birch", "Copperline"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.jump()
    rig.clock.move(minutes=2)
    rig.sweep()
    asked = [m["blocks"][0]["text"]["text"] for m in rig.ana.messages()[3:]]
    assert len(set(asked)) == 3
    assert [len(deal.nudges) for deal in rig.deals()] == [1, 1, 1]


def test_a_nudge_whose_card_cannot_be_redrawn_is_sent_once_and_takes_its_answer(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.update", Fault(error="channel_not_found", times=None))
    rig.jump()
    rig.clock.move(minutes=5)
    rig.sweep()
    rig.slack.faults.clear()
    (asked,) = (m for m in rig.ana.messages() if f"{REPLY}talking_again" in actions_on(m))
    rig.ana.press(f"{REPLY}talking_again", asked)
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.TALKING_AGAIN]


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(error="message_not_found"), Fault(status=429)])
def test_a_reply_that_is_stored_is_never_said_to_be_not(rig: Rig, fault: Fault) -> None:
    nudged(rig)
    rig.slack.faults.add("chat.update", fault)
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert len(rig.deals()[0].replies) == 1
    assert rig.playbook.words.say("wrong.failed") not in told(rig.ana)


def test_a_verdict_whose_card_could_not_be_posted_gets_its_card_later(rig: Rig) -> None:
    to_look(rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    assert rig.ana.submit().action == "updated"
    assert rig.ana.messages() == []
    rig.ana.close()
    rig.jump()
    assert len(rig.ana.messages()) == 2
    assert card(rig.ana, rig.deals()[0])
