"""A deal that a rep left unanswered twice waits on Home: no more messages, never let go, and taken up at any time."""

from datetime import date, timedelta

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening
from prompts.deal_card import CHANGE_DATE, EDIT, HAPPENED, LET_GO
from prompts.nudge_buttons import REPLY
from tests.rig import Rig
from tests.stories.homes import go_to, offers, show_on_shelf, shown
from tests.stories.scenes import actions_on, card, choose, nudge, reply, told, undo, words_on


def sweeps(rig: Rig, days: int) -> None:
    for _ in range(days):
        rig.clock.move(days=1)
        rig.sweep()


def waiting(rig: Rig) -> None:
    """Asked on Wednesday 10 February, reminded on the 17th, and left alone on the 24th."""
    rig.debrief(rig.ana, "Acme", callback_on="2027-02-10")
    rig.ana.close()
    rig.jump()
    sweeps(rig, 14)
    assert rig.deals()[0].status is Status.WAITING


def shelf(rig: Rig, name: str) -> str:
    """What stands on it; nothing where Home does not offer it."""
    rig.ana.open_home()
    if not offers(rig.ana, name):
        return ""
    go_to(rig.ana, name)
    return "\n".join(shown(rig.ana))


@pytest.mark.parametrize(("days", "status"), [(13, Status.OPEN), (14, Status.WAITING), (400, Status.WAITING)])
def test_seven_days_after_the_reminder_the_deal_waits_and_no_more_messages_come(
    each_rig: Rig, days: int, status: Status
) -> None:
    rig = each_rig
    rig.debrief(rig.ana, "Acme", callback_on="2027-02-10")
    rig.ana.close()
    rig.jump()
    for _ in range(min(days, 14)):
        rig.clock.move(days=1)
        rig.sweep()
    if days > 14:
        rig.clock.move(days=days - 14)
        rig.sweep()
    assert len(rig.ana.messages()) == 3, "the card, the nudge, the reminder"
    (deal,) = rig.deals()
    assert deal.status is status
    assert deal.let_go_at is None
    assert len(deal.nudges) == 2


def test_a_waiting_deal_stands_on_its_shelf_of_home_and_on_no_other(rig: Rig) -> None:
    waiting(rig)
    assert "Acme" in shelf(rig, "waiting")
    for other in ("coming_up", "open", "let_go", "won_back"):
        assert "Acme" not in shelf(rig, other)


def test_the_card_says_that_the_deal_waits(rig: Rig) -> None:
    waiting(rig)
    assert rig.playbook.words.say("card.waiting") in words_on(card(rig.ana, rig.deals()[0]))
    assert HAPPENED in actions_on(card(rig.ana, rig.deals()[0]))


def test_a_waiting_deal_is_exported_as_waiting(rig: Rig) -> None:
    waiting(rig)
    (row,) = rig.export()
    assert (row["outcome"], row["status"]) == ("open", "waiting")


def test_the_reminder_still_takes_an_answer_while_the_deal_waits(rig: Rig) -> None:
    waiting(rig)
    sweeps(rig, 30)
    reply(rig.ana, Reply.REACHED_OUT)
    (deal,) = rig.deals()
    assert (deal.status, deal.plan.opening) == (Status.OPEN, Opening.DID_THEY_ANSWER)
    assert rig.local(rig.jump()).date() > date(2027, 3, 20)
    assert len(rig.ana.messages()) == 4
    assert "Acme" not in shelf(rig, "waiting")


@pytest.mark.parametrize(
    ("given", "status", "opening"),
    [
        (Reply.REACHED_OUT, Status.OPEN, Opening.DID_THEY_ANSWER),
        (Reply.NO_ANSWER, Status.OPEN, Opening.GO_BACK),
        (Reply.TALKING_AGAIN, Status.OPEN, Opening.STILL_TALKING),
        (Reply.SNOOZE_WEEK, Status.OPEN, Opening.FOLLOW_UP),
        (Reply.LET_GO, Status.LET_GO, None),
        (Reply.WON_BACK, Status.WON_BACK, None),
    ],
)
def test_something_happened_while_the_deal_waited(
    rig: Rig, given: Reply, status: Status, opening: Opening | None
) -> None:
    waiting(rig)
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": given})
    assert rig.ana.submit().action == "closed"
    (deal,) = rig.deals()
    assert (deal.status, [r.reply for r in deal.replies]) == (status, [given])
    if status is not Status.WON_BACK:
        assert deal.plan.opening is opening
    assert not any(action.startswith(REPLY) for action in actions_on(nudge(rig.ana)))


def test_another_no_while_the_deal_waited_joins_it_and_opens_it(rig: Rig) -> None:
    waiting(rig)
    rig.debrief(rig.ana, "acme", kind="no_value")
    rig.ana.close()
    (deal,) = rig.deals()
    assert (deal.status, len(deal.debriefs)) == (Status.OPEN, 2)
    assert deal.next_nudge_at is not None


def test_another_day_for_a_waiting_deal_opens_it(rig: Rig) -> None:
    waiting(rig)
    rig.ana.press(CHANGE_DATE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"on": "2027-06-01"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].status is Status.OPEN
    assert rig.local(rig.jump()).date() == date(2027, 6, 1)


def test_edited_answers_of_a_waiting_deal_open_it(rig: Rig) -> None:
    waiting(rig)
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.fill({"callback_on": "2027-06-01"})
    assert rig.ana.submit().action == "updated"
    rig.ana.close()
    assert rig.deals()[0].status is Status.OPEN
    assert rig.local(rig.jump()).date() == date(2027, 6, 1)


def test_undoing_what_happened_leaves_the_deal_waiting_without_a_word(rig: Rig) -> None:
    """It had been asked about twice; taking back an answer is no reason to ask a third time."""
    waiting(rig)
    reply(rig.ana, Reply.TALKING_AGAIN)
    undo(rig.ana)
    seen = len(rig.ana.messages())
    sweeps(rig, 60)
    assert len(rig.ana.messages()) == seen
    assert rig.deals()[0].status is Status.WAITING


def test_a_recommendation_nobody_answers_waits_and_never_lets_go(rig: Rig) -> None:
    for _ in range(2):
        rig.debrief(rig.ana, "Acme", callback_on="2027-02-10")
        rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    sweeps(rig, 15)
    rig.clock.move(days=700)
    rig.sweep()
    (deal,) = rig.deals()
    assert (deal.status, deal.let_go_at) == (Status.WAITING, None)
    assert len(rig.ana.messages()) == 3
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO


def test_a_waiting_deal_is_shown_and_taken_up_from_home(rig: Rig) -> None:
    waiting(rig)
    shelf(rig, "waiting")
    show_on_shelf(rig.ana, rig.deals()[0].id)
    rig.ana.press(HAPPENED)
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    assert rig.ana.submit().action == "closed"
    assert told(rig.ana) == []
    due = rig.deals()[0].plan.due
    assert due
    assert due.on - rig.clock.now().date() == timedelta(days=14)
