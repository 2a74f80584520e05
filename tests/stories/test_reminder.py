"""One reminder, a week after a nudge that the rep did not answer; it takes the answer in the first one's place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening
from playground import Fault
from prompts.deal_card import CHANGE_DATE, DELETE, HAPPENED, LET_GO, ONE_MORE_TRY
from prompts.digest import ANSWER
from prompts.nudge_message import REPLY, UNDO
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import lose
from tests.stories.scenes import JSON, actions_on, card, nudge, reply, told, undo, words_on

WEDNESDAY = "2027-02-10"


def nudged(rig: Rig, on: str = WEDNESDAY) -> JSON:
    """The first message about a deal that is taken up on that day."""
    rig.debrief(rig.ana, "Acme", callback_on=on, words="Ask me when we have moved.")
    rig.ana.close()
    rig.jump()
    return nudge(rig.ana)


def reminded(rig: Rig) -> JSON:
    """The first message; the reminder has come since."""
    first = nudged(rig)
    rig.jump()
    assert nudge(rig.ana)["ts"] != first["ts"]
    return first


def again(rig: Rig, message: JSON) -> JSON:
    """The same message as it stands now."""
    return next(one for one in rig.ana.messages() if one["ts"] == message["ts"])


def recommended(rig: Rig) -> None:
    """The third no has been told; letting go is recommended."""
    rig.debrief(rig.ana, "Acme")
    rig.ana.close()
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert not rig.deals()[0].plan.accepted


def sweeps_until(rig: Rig, day: str) -> None:
    while rig.clock.now().date() < date.fromisoformat(day):
        rig.clock.move(days=1)
        rig.sweep()


@pytest.mark.parametrize(
    ("sent", "comes"),
    [
        ("2027-02-10", "2027-02-17"),
        ("2026-12-16", "2026-12-23"),
        ("2026-12-17", "2027-01-04"),
        ("2026-12-23", "2027-01-04"),
        ("2027-03-26", "2027-04-02"),
    ],
)
def test_what_a_rep_leaves_for_seven_days_comes_once_more(each_rig: Rig, sent: str, comes: str) -> None:
    """On a working day, after the year's end, and by the rep's clock when it has changed."""
    rig = each_rig
    nudged(rig, sent)
    rig.clock.move(days=6, hours=22)
    rig.sweep()
    assert len(rig.ana.messages()) == 2
    due = rig.local(rig.jump())
    assert due.strftime("%Y-%m-%d %H:%M") == f"{comes} 09:30"
    assert len(rig.ana.messages()) == 3
    rig.sweep()
    assert len(rig.ana.messages()) == 3


def test_a_reminder_says_that_it_is_one_and_asks_the_same(rig: Rig) -> None:
    first = nudged(rig)
    headline, offered = first["blocks"][0]["text"]["text"], actions_on(first)
    rig.jump()
    shown = words_on(nudge(rig.ana))
    assert rig.playbook.words.say("nudges.reminder", headline=headline) in shown
    assert "Ask me when we have moved." in shown
    assert rig.playbook.words.say("nudges.you_might_say") in shown
    assert actions_on(nudge(rig.ana)) == offered


def test_the_older_message_takes_the_answer_as_well(rig: Rig) -> None:
    first = reminded(rig)
    rig.ana.press(f"{REPLY}{Reply.NO_ANSWER}", again(rig, first))
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.NO_ANSWER]
    rig.ana.press(f"{REPLY}{Reply.NO_ANSWER}", first)
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
    rig.ana.press(f"{REPLY}{Reply.WON_BACK}", first)
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


@pytest.mark.parametrize("what", [CHANGE_DATE, HAPPENED, DELETE])
def test_what_a_rep_does_with_the_card_ends_the_reminding(rig: Rig, what: str) -> None:
    nudged(rig)
    rig.ana.press(what, card(rig.ana, rig.deals()[0]))
    if what != DELETE:
        fields = {"on": "2027-06-01"} if what == CHANGE_DATE else {"reply": Reply.TALKING_AGAIN}
        rig.ana.fill(fields)
        assert rig.ana.submit().action == "closed"
    seen = len(rig.ana.messages())
    rig.clock.move(days=8)
    rig.sweep()
    assert len(rig.ana.messages()) == seen


def test_each_nudge_of_a_deal_is_reminded_of_once(rig: Rig) -> None:
    reminded(rig)
    reply(rig.ana, Reply.TALKING_AGAIN)
    rig.jump()
    rig.jump()
    assert len(rig.ana.messages()) == 5
    sweeps_until(rig, "2027-09-01")
    assert len(rig.ana.messages()) == 5


def test_a_recommendation_is_brought_up_once_more_and_offers_its_ways_on(rig: Rig) -> None:
    recommended(rig)
    told_on = rig.clock.now()
    older = nudge(rig.ana)
    rig.jump()
    assert rig.clock.now() - told_on == timedelta(days=7)
    shown = nudge(rig.ana)
    assert shown["ts"] != older["ts"]
    assert actions_on(shown) == {LET_GO, ONE_MORE_TRY}
    assert not {LET_GO, ONE_MORE_TRY} & actions_on(again(rig, older))
    assert rig.playbook.words.say("nudges.goodbye") in words_on(shown)
    sweeps_until(rig, "2028-03-01")
    assert [m["ts"] for m in rig.ana.messages()][-1] == shown["ts"]
    assert rig.deals()[0].status is Status.WAITING


def test_a_recommendation_brought_up_again_is_agreed_to(rig: Rig) -> None:
    recommended(rig)
    rig.jump()
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO
    assert LET_GO not in actions_on(nudge(rig.ana))


def test_one_more_try_from_a_recommendation_brought_up_again(rig: Rig) -> None:
    recommended(rig)
    rig.jump()
    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-09-01"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].plan.opening is Opening.ONE_MORE_TRY
    assert rig.local(rig.jump()).date() == date(2027, 9, 1)


def answer_of(message: JSON, prospect: str) -> str | None:
    """What the Answer button of a digest's row carries, None without one."""
    rows = [
        block for block in message["blocks"] if prospect in str(block.get("text")) and "accessory" in block
    ]
    buttons = (row["accessory"] for row in rows if row["accessory"]["action_id"] == ANSWER)
    return next((str(button["value"]) for button in buttons), None)


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
    rig.ana.fill({"reply": Reply.NO_ANSWER})
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
    rig.ana.fill({"reply": Reply.NO_ANSWER})
    rig.ana.submit()
    rows = [str(m["blocks"]).count(ANSWER) for m in rig.ana.messages() if ANSWER in str(m["blocks"])]
    assert rows == [3], "the older one says where to answer"
    assert answer_of(again(rig, older), "Acme") is None


@pytest.mark.trouble
def test_a_reminder_that_slack_did_not_take_comes_later_and_once(rig: Rig) -> None:
    nudged(rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    rig.jump()
    assert len(rig.ana.messages()) == 2
    rig.jump()
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(rig.ana.messages()) == 3
