"""A reminder takes the answer in the first message's place: both lead to one answer, in a digest too."""

from datetime import UTC, date, datetime

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening
from prompts.digest import ANSWER
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import lose
from tests.stories.reminders import WEDNESDAY, again, nudged, reminded, sweeps_until
from tests.stories.scenes import JSON, actions_on, nudge, press_reply, reply, told, undo, words_on


def test_the_older_message_takes_the_answer_as_well(rig: Rig) -> None:
    first = reminded(rig)
    rig.ana.press(f"{REPLY}{Reply.TALKING_AGAIN}", again(rig, first))
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.TALKING_AGAIN]
    rig.ana.press(f"{REPLY}{Reply.TALKING_AGAIN}", first)
    assert len(rig.deals()[0].replies) == 1, "it was answered"


def test_once_the_reminder_is_answered_the_older_message_has_nothing_to_press(rig: Rig) -> None:
    first = reminded(rig)
    reply(rig.ana, Reply.NO_ANSWER)
    assert actions_on(again(rig, first)) == set()
    assert rig.playbook.words.say("nudges.reminded") in words_on(again(rig, first))


@pytest.mark.parametrize(
    ("given", "due", "opening"),
    [
        (Reply.REACHED_OUT, "2027-02-24", Opening.DID_THEY_ANSWER),
        (Reply.NO_ANSWER, "2027-03-03", Opening.GO_BACK),
        (Reply.TALKING_AGAIN, "2027-03-03", Opening.STILL_TALKING),
        (Reply.SNOOZE_MONTH, "2027-03-17", Opening.FOLLOW_UP),
        (Reply.LET_GO, None, None),
    ],
)
def test_a_reminder_takes_every_answer_counted_from_that_day(
    rig: Rig, given: Reply, due: str | None, opening: Opening | None
) -> None:
    first = reminded(rig)
    reply(rig.ana, given)
    (deal,) = rig.deals()
    assert [r.reply for r in deal.replies] == [given]
    assert (deal.plan.due.on.isoformat() if deal.plan.due else None, deal.plan.opening) == (due, opening)
    assert UNDO in actions_on(nudge(rig.ana))
    assert actions_on(again(rig, first)) == set()


def test_undoing_the_answer_to_a_reminder_lets_only_the_reminder_ask_again(rig: Rig) -> None:
    first = nudged(rig)
    offered = actions_on(first)
    rig.jump()
    reply(rig.ana, Reply.TALKING_AGAIN)
    undo(rig.ana)
    assert actions_on(nudge(rig.ana)) == offered
    assert actions_on(again(rig, first)) == set()
    sweeps_until(rig, "2027-06-01")
    assert len(rig.ana.messages()) == 3
    assert rig.deals()[0].status is Status.WAITING


def test_both_messages_pressed_at_once_take_one_answer(rig: Rig) -> None:
    """A window that still shows the older buttons."""
    first = reminded(rig)
    reply(rig.ana, Reply.TALKING_AGAIN)
    press_reply(rig.ana, Reply.WON_BACK, first)
    assert len(told(rig.ana)) == 1
    (deal,) = rig.deals()
    assert ([r.reply for r in deal.replies], deal.status) == ([Reply.TALKING_AGAIN], Status.OPEN)


def test_the_older_message_answered_from_a_stale_window_answers_the_reminder_too(rig: Rig) -> None:
    """Either takes it, as both ask the same; then neither asks on."""
    first = reminded(rig)
    rig.ana.press(f"{REPLY}{Reply.TALKING_AGAIN}", first)
    assert [r.reply for r in rig.deals()[0].replies] in ([Reply.TALKING_AGAIN], [])
    if rig.deals()[0].replies:
        assert not any(action.startswith(REPLY) for action in actions_on(nudge(rig.ana)))
    else:
        assert len(told(rig.ana)) == 1


def answer_of(message: JSON, prospect: str) -> str | None:
    """What the Answer button of a digest's row carries, None without one."""
    rows = (b["block_id"] for b in message["blocks"] if prospect in str(b.get("text")))
    below = {str(block_id).replace("nudge-", "answer-") for block_id in rows}
    elements = [e for b in message["blocks"] if b["block_id"] in below for e in b.get("elements", ())]
    return next((str(one["value"]) for one in elements if one["action_id"] == ANSWER), None)


def test_a_reminder_answered_in_a_digest_leaves_nothing_to_press_on_the_older_message(rig: Rig) -> None:
    for name in ("Acme", "Birch", "Cope"):
        rig.debrief(rig.ana, name, callback_on=WEDNESDAY)
        rig.ana.close()
    rig.jump()
    older = [m for m in rig.ana.messages() if any(a.startswith(REPLY) for a in actions_on(m))]
    assert len(older) == 3
    with rig.db.write(EVERYBODY) as session:
        lose(session, "Dune", callback_on=date(2027, 2, 17))
    rig.jump()
    assert max(str(m["blocks"]).count(ANSWER) for m in rig.ana.messages()) == 4
    rig.ana.press(ANSWER, nudge(rig.ana), answer_of(nudge(rig.ana), "Acme"))
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    rig.ana.submit()
    assert sorted(bool(actions_on(again(rig, message))) for message in older) == [False, True, True]


def test_the_row_of_an_older_digest_has_nothing_to_press_once_its_reminder_is_answered(rig: Rig) -> None:
    with rig.db.write(EVERYBODY) as session:
        for name in ("Acme", "Birch", "Cope", "Dune"):
            lose(session, name, callback_on=date(2027, 2, 10))
    rig.jump()
    older = nudge(rig.ana)
    rig.clock.move_to(datetime(2027, 2, 17, 9, 30, tzinfo=UTC))
    rig.sweep()
    rig.ana.press(ANSWER, nudge(rig.ana), answer_of(nudge(rig.ana), "Acme"))
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    rig.ana.submit()
    rows = [str(m["blocks"]).count(ANSWER) for m in rig.ana.messages() if ANSWER in str(m["blocks"])]
    assert rows == [3], "the older one says where to answer"
    assert answer_of(again(rig, older), "Acme") is None
