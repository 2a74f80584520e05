"""From the quick screen to the full debrief before there is a name: what was chosen goes along, and is found again."""

import pytest

from coaching.debrief import Door
from coaching.kinds import Kind
from handlers.listeners.debrief_entry import DEBRIEF
from prompts.debrief_modal import Screen
from prompts.home import RESUME
from prompts.quick_screen import FULL, SOUNDS
from tests.rig import Rig
from tests.stories.scenes import rows, values_on, words_on
from tests.stories.test_quick_old_words import got_a_no


def to_full(rig: Rig) -> None:
    """Kind, door and a day are chosen, and nobody is named."""
    rig.ana.shortcut(DEBRIEF)
    rig.ana.fill({"words": "No budget, ask me again in May"})
    rig.ana.press(SOUNDS)
    rig.ana.fill({"named-2027-05-01": ["2027-05-01"], "kind-any": "no_budget", "door": "open"})
    rig.ana.press(FULL)
    assert (rig.ana.view or {})["callback_id"] == Screen.WHO


def test_full_debrief_keeps_kind_door_and_day_though_nobody_was_named_yet(quick: Rig) -> None:
    to_full(quick)
    quick.ana.fill({"prospect": "Dana Reyes, Acme", "stage": "buying", "asked_why": "told"})
    assert quick.ana.submit().action == "updated"
    assert values_on(quick.ana.view) == {"kind": "no_budget", "door": "open"}
    quick.ana.submit()
    assert values_on(quick.ana.view)["callback_on"] == "2027-05-01"
    assert quick.ana.submit().action == "updated"
    answers = quick.deals()[0].answers
    assert (answers.kind, answers.door, answers.words) == (
        Kind.NO_BUDGET,
        Door.OPEN,
        "No budget, ask me again in May",
    )


def test_what_was_chosen_without_a_name_is_offered_again_when_the_full_debrief_is_left(
    some_quick: Rig,
) -> None:
    to_full(some_quick)
    some_quick.ana.close()
    note = some_quick.ana.messages()[-1]
    assert some_quick.playbook.words.say("forward.nameless") in words_on(note)
    some_quick.ana.press(RESUME, note)
    assert values_on(some_quick.ana.view)["kind"] == "no_budget"


def test_full_debrief_keeps_a_day_that_was_ticked_before_anything_else(some_quick: Rig) -> None:
    some_quick.sam.say("Ask me again in May", "C0LESSONS")
    got_a_no(some_quick.ana)
    some_quick.ana.fill({"named-2027-05-01": ["2027-05-01"]})
    some_quick.ana.press(FULL)
    some_quick.ana.fill({"prospect": "Dana Reyes, Acme", "stage": "buying", "asked_why": "told"})
    some_quick.ana.submit()
    some_quick.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    some_quick.ana.submit()
    assert values_on(some_quick.ana.view)["callback_on"] == "2027-05-01"


@pytest.mark.parametrize("typed", [{}, {"words": "No budget"}], ids=["nothing", "words"])
def test_where_neither_kind_nor_door_nor_day_was_chosen_nothing_is_kept(
    some_quick: Rig, typed: dict[str, str]
) -> None:
    some_quick.ana.shortcut(DEBRIEF)
    some_quick.ana.fill(typed)
    some_quick.ana.press(FULL)
    assert rows(some_quick)["drafts"] == 0
    assert words_on(some_quick.ana.view)
