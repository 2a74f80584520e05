"""Words that come to a debrief later: a day that they name is reckoned from when they came, and stays so."""

import pytest

from coaching.deal import Reply
from handlers.listeners.debrief_entry import DEBRIEF
from prompts.home import RESUME
from prompts.quick_screen import FULL, SOUNDS
from tests.rig import Rig
from tests.stories.quick import to_verdict
from tests.stories.scenes import reply
from tests.stories.test_quick_days import days_on
from tests.stories.test_quick_old_words import FOUR_WEEKS_ON, IN_FOUR_WEEKS, got_a_no

TYPED = "Please ask me in four weeks"
IN_TEN_DAYS_AND_FOUR_WEEKS = "2026-12-10"


def days(rig: Rig) -> list[str]:
    return days_on(rig.ana.view)[0]


def resumed(rig: Rig) -> None:
    """A draft without words is begun, and taken up ten days later."""
    rig.ana.command("/gotano", "Dana")
    rig.ana.fill({"kind-any": "not_now"})
    rig.ana.close()
    rig.clock.move(days=10)
    rig.ana.press(RESUME, rig.ana.messages()[-1])


def test_words_typed_into_a_resumed_draft_count_from_then_however_often_it_is_drawn(some_quick: Rig) -> None:
    resumed(some_quick)
    some_quick.ana.fill({"words": TYPED})
    some_quick.ana.press(SOUNDS)
    assert days(some_quick) == [IN_TEN_DAYS_AND_FOUR_WEEKS]
    some_quick.ana.fill({"kind-any": "no_budget"})
    some_quick.ana.close()
    some_quick.clock.move(days=3)
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert days(some_quick) == [IN_TEN_DAYS_AND_FOUR_WEEKS]
    some_quick.ana.fill({"words": "Ask me again in four weeks, please", "kind-any": "not_now"})
    assert days(some_quick) == [IN_TEN_DAYS_AND_FOUR_WEEKS]


def test_so_they_do_where_they_are_typed_in_full(some_quick: Rig) -> None:
    resumed(some_quick)
    some_quick.ana.press(FULL)
    some_quick.ana.fill({"words": TYPED, "stage": "buying", "asked_why": "told"})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.clock.move(days=3)
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert days(some_quick) == [IN_TEN_DAYS_AND_FOUR_WEEKS]


def test_a_screen_without_a_name_that_stands_open_over_night_keeps_their_day(some_quick: Rig) -> None:
    some_quick.ana.shortcut(DEBRIEF)
    some_quick.ana.fill({"words": TYPED})
    some_quick.ana.press(SOUNDS)
    some_quick.clock.move(days=1)
    some_quick.ana.fill({"kind-any": "not_now"})
    assert days(some_quick) == [FOUR_WEEKS_ON]
    some_quick.ana.press(FULL)
    some_quick.ana.fill({"prospect": "Dana", "stage": "buying", "asked_why": "told"})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert days(some_quick) == [FOUR_WEEKS_ON]


@pytest.mark.parametrize("name", [{}, {"prospect": "Dana"}], ids=["nameless", "named"])
def test_words_in_the_place_of_an_old_messages_count_from_now_and_corrected_ones_do_not(
    some_quick: Rig, name: dict[str, str]
) -> None:
    some_quick.sam.say(IN_FOUR_WEEKS, "C0LESSONS")
    some_quick.clock.move(days=14)
    got_a_no(some_quick.ana)
    corrected = "No budget left this year, ask me again in four weeks"
    some_quick.ana.fill({"words": corrected, "kind-any": "no_budget", **name})
    assert days(some_quick) == [FOUR_WEEKS_ON]
    some_quick.ana.fill({"words": "She just rang: talk to us in four weeks or so", "kind-any": "not_now"})
    assert days(some_quick) == ["2026-12-14"]
    some_quick.clock.move(days=1)
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert days(some_quick) == ["2026-12-14"]


def test_what_they_told_later_counts_from_then_also_where_little_of_it_is_new(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", words="Call me in 3 months.", asked_why="not_yet")
    some_quick.ana.close()
    some_quick.jump()
    reply(some_quick.ana, Reply.TOLD_ME)
    some_quick.ana.fill({"words": "Call me in 6 months.", "kind-any": "no_budget"})
    assert days(some_quick) == ["2027-05-03"]
    some_quick.clock.move(days=1)
    some_quick.ana.fill({"kind-any": "not_now"})
    assert days(some_quick) == ["2027-05-03"]
