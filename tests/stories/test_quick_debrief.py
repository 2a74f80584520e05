"""The quick debrief: one screen, at most four answers, and the verdict; what sharpens it is asked after."""

import pytest

from coaching.debrief import Door
from coaching.kinds import Kind, Stage
from coaching.plan import Verdict
from handlers.listeners.debrief_entry import DEBRIEF, GOT_A_NO
from playground import Fault
from prompts.debrief_modal import Screen
from prompts.home import RESUME
from prompts.one_answer import OPEN
from prompts.quick_screen import FULL, GUESSED, SOUNDS
from tests.rig import Rig
from tests.stories.quick import to_verdict
from tests.stories.scenes import actions_on, fields_on, values_on, words_on


def test_who_kind_door_and_stage_are_all_that_is_needed(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    assert some_quick.ana.view is not None
    assert some_quick.ana.view["callback_id"] == Screen.QUICK
    assert fields_on(some_quick.ana.view) == {"prospect", "words", "kind", "door"}
    some_quick.ana.fill({"kind-any": "not_now"})
    assert fields_on(some_quick.ana.view) == {"prospect", "words", "kind", "door", "stage", "asked_why"}
    some_quick.ana.fill({"door": "ajar", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    answers = deal.answers
    assert (answers.kind, answers.door, answers.stage) == (Kind.NOT_NOW, Door.AJAR, Stage.BUYING)
    assert answers.asked_why is None
    assert deal.plan.verdict is Verdict.FOLLOW_UP
    assert some_quick.playbook.words.say("reasons.not_asked") not in words_on(some_quick.ana.view)


def test_a_kind_of_one_stage_tells_the_stage(some_quick: Rig) -> None:
    to_verdict(some_quick, "no_value")
    assert some_quick.deals()[0].answers.stage is Stage.BUYING


def test_a_closed_door_asks_nothing_more_before_or_after(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "not_now", "door": "closed"})
    assert fields_on(some_quick.ana.view) == {"prospect", "words", "kind", "door"}
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert deal.plan.verdict is Verdict.LET_GO
    assert deal.answers.stage is None
    assert not any(action.startswith(OPEN) for action in actions_on(some_quick.ana.view or {}))


def test_silence_is_asked_for_tries_in_place_of_the_door(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "no_response"})
    assert fields_on(some_quick.ana.view) == {"prospect", "words", "kind", "tries", "stage"}
    some_quick.ana.fill({"tries": "7", "stage": "first"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].plan.verdict is Verdict.LET_GO


def test_who_said_why_is_asked_to_ask_first(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", asked_why="not_yet")
    assert some_quick.deals()[0].plan.verdict is Verdict.ASK_WHY


@pytest.mark.refused
def test_a_screen_sent_before_it_followed_the_last_choice_is_judged_as_it_stood(some_quick: Rig) -> None:
    """Slack refuses what was drawn for a screen that somebody has changed meanwhile."""
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.slack.faults.add("views.update", Fault(error="hash_conflict", times=2))
    some_quick.ana.fill({"kind-any": "no_value"})
    some_quick.ana.fill({"door": "ajar", "words": "Too much money"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert (deal.answers.kind, deal.answers.door) == (Kind.NO_VALUE, Door.AJAR)
    assert deal.answers.words == "Too much money"


def test_what_is_missing_is_said_at_its_field(some_quick: Rig) -> None:
    some_quick.ana.shortcut(DEBRIEF)
    some_quick.ana.fill({"prospect": "Dana", "kind-any": "not_now", "door": "ajar"})
    assert set(some_quick.ana.submit().errors) == {"stage"}
    some_quick.ana.fill({"stage": "first"})
    assert some_quick.ana.submit().action == "updated"


def test_a_guess_appears_when_it_is_asked_for_and_one_press_takes_it(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"words": "There is simply no budget left this year"})
    some_quick.ana.press(SOUNDS)
    assert f"{GUESSED}_0" in actions_on(some_quick.ana.view or {})
    assert not values_on(some_quick.ana.view)["kind"]
    some_quick.ana.press(f"{GUESSED}_0")
    assert values_on(some_quick.ana.view)["kind"] == "no_budget"
    some_quick.ana.fill({"door": "open", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.kind is Kind.NO_BUDGET


def test_a_day_they_named_is_offered_and_used_only_when_ticked(some_quick: Rig) -> None:
    for name, tick in (("Dana", False), ("Kim", True)):
        some_quick.ana.command("/gotano", name)
        some_quick.ana.fill({"words": "Not now, ask me again in May", "kind-any": "not_now"})
        if tick:
            some_quick.ana.fill({"named-2027-05-01": ["2027-05-01"]})
        some_quick.ana.fill({"door": "ajar", "stage": "buying"})
        assert some_quick.ana.submit().action == "updated"
        some_quick.ana.close()
        assert (some_quick.deals()[0].answers.callback_on is not None) is tick


def test_a_name_like_one_they_know_is_asked_at_once_and_focused(quick: Rig) -> None:
    to_verdict(quick, "no_value")
    quick.ana.close()
    quick.ana.command("/gotano", "dana reyes acme Inc")
    (same,) = (b for b in (quick.ana.view or {})["blocks"] if b.get("block_id", "").startswith("joins"))
    assert same["element"]["focus_on_load"]
    (deal,) = quick.deals()
    quick.ana.fill({same["block_id"]: str(deal.id), "kind-any": "no_value", "door": "open"})
    assert quick.ana.submit().action == "updated"
    assert len(quick.deals()) == 1
    assert len(quick.deals()[0].debriefs) == 2


def test_a_name_typed_last_that_is_like_one_they_know_is_asked_before_anything_is_stored(quick: Rig) -> None:
    to_verdict(quick, "no_value")
    quick.ana.close()
    quick.ana.shortcut(DEBRIEF)
    quick.ana.fill({"kind-any": "no_value", "door": "open", "prospect": "dana reyes acme Inc"})
    assert quick.ana.submit().action == "updated"
    assert len(quick.deals()) == 1
    joins = next(name for name in (quick.ana.view or {})["state"]["values"] if name.startswith("joins"))
    quick.ana.fill({joins: "0"})
    assert quick.ana.submit().action == "updated"
    assert len(quick.deals()) == 2


def test_full_debrief_keeps_what_was_typed(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill(
        {"words": "No budget at all", "kind-any": "no_budget", "door": "open", "stage": "buying"}
    )
    some_quick.ana.press(FULL)
    assert (some_quick.ana.view or {})["callback_id"] == Screen.WHO
    assert values_on(some_quick.ana.view)["words"] == "No budget at all"
    some_quick.ana.fill({"asked_why": "told"})
    assert some_quick.ana.submit().action == "updated"
    assert values_on(some_quick.ana.view) == {"kind": "no_budget", "door": "open"}


def test_a_screen_left_after_the_kind_was_chosen_is_kept(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    some_quick.ana.fill({"kind-any": "no_value"})
    some_quick.ana.close()
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert values_on(some_quick.ana.view)["kind"] == "no_value"
    assert values_on(some_quick.ana.view)["prospect"] == "Dana Reyes, Acme"


def test_the_setting_remembers_who_wants_it_in_full(some_quick: Rig) -> None:
    some_quick.ana.command("/gotano", "settings")
    assert values_on(some_quick.ana.view)["debrief"] == "1"
    some_quick.ana.fill({"debrief": "3"})
    assert some_quick.ana.submit().action == "closed"
    some_quick.ana.command("/gotano", "Dana Reyes, Acme")
    assert (some_quick.ana.view or {})["callback_id"] == Screen.WHO
    some_quick.ana.close()
    some_quick.sam.command("/gotano", "Dana Reyes, Acme")
    assert (some_quick.sam.view or {})["callback_id"] == Screen.QUICK


def test_a_message_becomes_their_words_with_what_they_point_to(some_quick: Rig) -> None:
    some_quick.sam.say("There is simply no budget left this year", "C0LESSONS")
    some_quick.ana.shortcut(GOT_A_NO, some_quick.ana.messages("C0LESSONS")[0])
    assert values_on(some_quick.ana.view)["words"] == "There is simply no budget left this year"
    assert f"{GUESSED}_0" in actions_on(some_quick.ana.view or {})
