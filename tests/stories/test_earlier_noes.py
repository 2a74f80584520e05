"""What a rep is shown of the earlier noes of a prospect: their words, their day and their number."""

from datetime import timedelta

import pytest

from prompts.deal_card import EDIT, REOPEN
from prompts.debrief_context import NEW_PROSPECT
from tests.rig import MONDAY, Rig
from tests.stories.prospects import KNOWN, answer, asked, finish, name
from tests.stories.scenes import card, choose, fields_on, lost, words_on


@pytest.mark.parametrize("typed", [KNOWN, "Dana Reyes Acme"])
def test_the_earlier_words_are_shown_before_the_next_no_is_told(rig: Rig, typed: str) -> None:
    lost(rig, words="First we move offices.")
    name(rig, typed)
    if asked(rig):
        answer(rig, str(rig.deals()[0].id))
    shown = words_on(rig.ana.view)
    assert "First we move offices." in shown
    assert rig.playbook.kinds[rig.deals()[0].answers.kind].label in shown
    assert rig.playbook.words.day(rig.local(MONDAY).date()) in shown


def test_no_earlier_words_are_shown_to_somebody_new(rig: Rig) -> None:
    lost(rig, words="First we move offices.")
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    assert "First we move offices." not in words_on(rig.ana.view)
    assert fields_on(rig.ana.view) == {"kind", "door"}


def test_the_earlier_day_is_the_rep_s_own(rig: Rig) -> None:
    rig.clock.move_to(MONDAY.replace(hour=2) + timedelta(days=1))
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    rig.sam.command("/gotano", KNOWN)
    rig.sam.fill({"stage": "buying", "asked_why": "told"})
    rig.sam.submit()
    monday = rig.playbook.words.day(MONDAY.date())
    assert monday in words_on(rig.sam.view), "it is Monday evening still in New York"


def number_shown(rig: Rig, count: int) -> bool:
    return rig.playbook.words.say("again.number", count=count) in words_on(rig.ana.view)


def any_number_shown(rig: Rig) -> bool:
    return any(number_shown(rig, count) for count in range(1, 5))


def test_the_second_no_is_said_to_be_the_second_and_an_edit_is_none(rig: Rig) -> None:
    lost(rig)
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    for _ in range(3):
        rig.ana.submit()
    rig.ana.close()
    name(rig, KNOWN)
    assert number_shown(rig, 2)


def test_a_no_after_silence_is_the_first_and_silence_has_no_number(rig: Rig) -> None:
    lost(rig, kind="no_response", asked_why="not_yet", tries="2")
    name(rig, KNOWN)
    assert not any_number_shown(rig)
    finish(rig)
    name(rig, KNOWN)
    assert number_shown(rig, 2)
    rig.ana.fill({"kind-buying": "no_response"})
    assert not any_number_shown(rig)


def test_noes_from_before_they_came_back_are_not_counted(rig: Rig) -> None:
    lost(rig, kind="no_fit")
    rig.clock.move(days=1)
    rig.ana.press(REOPEN, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"on": "2026-11-10"})
    assert rig.ana.submit().action == "closed"
    rig.clock.move(days=1)
    name(rig, KNOWN)
    assert not any_number_shown(rig)
    finish(rig)
    name(rig, KNOWN)
    assert number_shown(rig, 2)
