"""Undo: within a day, once, and only the last thing that happened."""

import pytest

from coaching.deal import Reply, Status
from prompts.deal_card import CHANGE_DATE
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.scenes import (
    ONE_PRESS,
    actions_on,
    card,
    decisions_on,
    nudge,
    nudged,
    reply,
    told,
    undo,
    words_on,
)


def answer(rig: Rig, given: Reply) -> None:
    """Whatever the reply asks for is given."""
    reply(rig.ana, given)
    if given is Reply.STILL_NO:
        rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
        rig.ana.submit()
    elif given is Reply.SNOOZE_UNTIL:
        rig.ana.fill({"on": "2027-12-01"})
        rig.ana.submit()
    elif given is Reply.TOLD_ME:
        rig.ana.submit()
        rig.ana.submit()
        rig.ana.close()


@pytest.mark.parametrize("given", [*ONE_PRESS, Reply.STILL_NO, Reply.SNOOZE_UNTIL])
def test_undo_brings_back_what_was(each_rig: Rig, given: Reply) -> None:
    rig = each_rig
    nudged(rig)
    before, asked = rig.deals(), nudge(rig.ana)
    answer(rig, given)
    assert rig.deals() != before
    undo(rig.ana)
    assert rig.deals() == before
    assert words_on(nudge(rig.ana)) == words_on(asked)
    assert actions_on(nudge(rig.ana)) == actions_on(asked), "it asks again"
    answer(rig, Reply.TALKING_AGAIN)
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.TALKING_AGAIN]


@pytest.mark.parametrize("given", [Reply.TOLD_ME, Reply.DODGED, Reply.NO_ANSWER, Reply.SKIP])
def test_undo_asks_why_again(rig: Rig, given: Reply) -> None:
    nudged(rig, asked_why="not_yet")
    before = rig.deals()
    answer(rig, given)
    undo(rig.ana)
    assert rig.deals() == before


def test_what_was_undone_sends_no_nudge(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-02-03"})
    rig.ana.submit()
    undo(rig.ana)
    rig.clock.move(days=3)
    rig.sweep()
    assert len(rig.deals()[0].nudges) == 1


@pytest.mark.parametrize(("hours", "there"), [(23, True), (24.1, False)])
def test_undo_stays_for_a_day(rig: Rig, hours: float, there: bool) -> None:
    nudged(rig)
    answer(rig, Reply.TALKING_AGAIN)
    rig.clock.move(hours=hours)
    rig.sweep()
    assert (UNDO in actions_on(nudge(rig.ana))) == there


def test_undo_pressed_after_a_day_says_it_is_too_late(rig: Rig) -> None:
    nudged(rig)
    answer(rig, Reply.TALKING_AGAIN)
    before = rig.deals()
    rig.clock.move(hours=25)
    undo(rig.ana)
    assert len(told(rig.ana)) == 1
    assert rig.deals() == before


def test_undo_goes_after_a_day_though_another_nudge_came_meanwhile(rig: Rig) -> None:
    nudged(rig)
    rig.clock.move(minutes=30)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-02-02"})
    rig.ana.submit()
    first = nudge(rig.ana)
    assert decisions_on(first) == {UNDO}
    rig.jump()
    rig.clock.move(hours=25)
    rig.sweep()
    shown = next(m for m in rig.ana.messages() if m["ts"] == first["ts"])
    assert decisions_on(shown) == set()


def test_undo_pressed_twice_undoes_once_and_says_so(rig: Rig) -> None:
    nudged(rig)
    answer(rig, Reply.TALKING_AGAIN)
    stale = nudge(rig.ana)
    undo(rig.ana)
    before = rig.deals()
    rig.ana.press(UNDO, stale)
    assert len(told(rig.ana)) == 1
    assert rig.deals() == before


def test_undo_after_something_else_happened_says_so(rig: Rig) -> None:
    nudged(rig)
    answer(rig, Reply.TALKING_AGAIN)
    stale = nudge(rig.ana)
    rig.ana.press(CHANGE_DATE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"on": "2027-03-03"})
    rig.ana.submit()
    before = rig.deals()
    rig.ana.press(UNDO, stale)
    assert len(told(rig.ana)) == 1
    assert rig.deals() == before


def test_undo_after_the_next_nudge_came_says_so(rig: Rig) -> None:
    nudged(rig)
    rig.clock.move(hours=2)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-02-02"})
    rig.ana.submit()
    stale = nudge(rig.ana)
    rig.jump()
    before = rig.deals()
    rig.ana.press(UNDO, stale)
    assert len(told(rig.ana)) == 1
    assert rig.deals() == before


def test_undoing_a_win_after_a_new_no_from_the_same_prospect_says_so(rig: Rig) -> None:
    nudged(rig)
    answer(rig, Reply.WON_BACK)
    stale = nudge(rig.ana)
    rig.debrief(rig.ana)
    rig.ana.close()
    before = rig.deals()
    rig.ana.press(UNDO, stale)
    assert rig.deals() == before
    assert [deal.status for deal in before] == [Status.OPEN, Status.WON_BACK]
    (said,) = told(rig.ana)
    assert said == rig.playbook.words.say("nudges.undo_overtaken")


def test_an_undone_answer_can_be_given_again_by_the_same_button(rig: Rig) -> None:
    nudged(rig)
    for _ in range(3):
        reply(rig.ana, Reply.REACHED_OUT)
        undo(rig.ana)
    reply(rig.ana, Reply.REACHED_OUT)
    assert f"{REPLY}{Reply.REACHED_OUT}" not in actions_on(nudge(rig.ana))
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.REACHED_OUT]
