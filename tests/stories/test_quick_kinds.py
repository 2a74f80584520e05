"""The kind of no is corrected on the quick screen: what the first one told does not answer for the second."""

from coaching.debrief import Door
from coaching.kinds import Stage
from handlers.listeners.debrief_entry import DEBRIEF
from prompts.quick_screen import GUESSED, SOUNDS
from tests.rig import Rig
from tests.stories.scenes import fields_on, values_on


def test_how_far_they_had_got_is_asked_open_once_a_mistaken_kind_is_corrected(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "no_need"})
    assert "stage" not in fields_on(some_quick.ana.view)
    some_quick.ana.fill({"kind-any": "not_now"})
    assert values_on(some_quick.ana.view)["stage"] is None
    some_quick.ana.fill({"door": "ajar", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.stage is Stage.BUYING


def test_so_it_is_where_a_guess_was_mistaken(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "no_need", "words": "There is simply no budget left this year"})
    some_quick.ana.press(SOUNDS)
    some_quick.ana.press(f"{GUESSED}_0")
    assert values_on(some_quick.ana.view)["kind"] == "no_budget"
    assert values_on(some_quick.ana.view)["stage"] is None


def test_a_closed_door_stores_no_stage_that_a_mistaken_kind_told(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "no_need", "door": "closed"})
    some_quick.ana.fill({"kind-any": "not_now"})
    assert some_quick.ana.submit().action == "updated"
    answers = some_quick.deals()[0].answers
    assert (answers.door, answers.stage) == (Door.CLOSED, None)


def test_a_kind_corrected_just_before_the_verdict_is_asked_the_stage(some_quick: Rig) -> None:
    """Whatever the screen could not follow yet."""
    some_quick.ana.shortcut(DEBRIEF)
    some_quick.ana.fill({"kind-any": "no_need", "prospect": "Dana", "door": "ajar"})
    some_quick.ana.fill({"kind-any": "not_now"})
    assert set(some_quick.ana.submit().errors) == {"stage"}


def test_a_stage_that_was_answered_outlives_the_kinds_that_tell_their_own(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "not_now", "stage": "buying"})
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert values_on(some_quick.ana.view)["stage"] == "buying"
    some_quick.ana.fill({"kind-any": "no_value"})
    some_quick.ana.fill({"kind-any": "no_value", "door": "ajar"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.stage is Stage.BUYING
