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


def test_who_kind_door_and_stage_are_all_that_is_needed(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    assert quick.ana.view is not None
    assert quick.ana.view["callback_id"] == Screen.QUICK
    assert fields_on(quick.ana.view) == {"prospect", "words", "kind", "door"}
    quick.ana.fill({"kind-any": "not_now"})
    assert fields_on(quick.ana.view) == {"prospect", "words", "kind", "door", "stage", "asked_why"}
    quick.ana.fill({"door": "ajar", "stage": "buying"})
    assert quick.ana.submit().action == "updated"
    (deal,) = quick.deals()
    answers = deal.answers
    assert (answers.kind, answers.door, answers.stage) == (Kind.NOT_NOW, Door.AJAR, Stage.BUYING)
    assert answers.asked_why is None
    assert deal.plan.verdict is Verdict.FOLLOW_UP
    assert quick.playbook.words.say("reasons.not_asked") not in words_on(quick.ana.view)


def test_a_kind_of_one_stage_tells_the_stage(quick: Rig) -> None:
    to_verdict(quick, "no_value")
    assert quick.deals()[0].answers.stage is Stage.BUYING


def test_a_closed_door_asks_nothing_more_before_or_after(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.fill({"kind-any": "not_now", "door": "closed"})
    assert fields_on(quick.ana.view) == {"prospect", "words", "kind", "door"}
    assert quick.ana.submit().action == "updated"
    (deal,) = quick.deals()
    assert deal.plan.verdict is Verdict.LET_GO
    assert deal.answers.stage is None
    assert not any(action.startswith(OPEN) for action in actions_on(quick.ana.view or {}))


def test_silence_is_asked_for_tries_in_place_of_the_door(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.fill({"kind-any": "no_response"})
    assert fields_on(quick.ana.view) == {"prospect", "words", "kind", "tries", "stage"}
    quick.ana.fill({"tries": "7", "stage": "first"})
    assert quick.ana.submit().action == "updated"
    assert quick.deals()[0].plan.verdict is Verdict.LET_GO


def test_who_said_why_is_asked_to_ask_first(quick: Rig) -> None:
    to_verdict(quick, stage="buying", asked_why="not_yet")
    assert quick.deals()[0].plan.verdict is Verdict.ASK_WHY


@pytest.mark.refused
def test_a_screen_sent_before_it_followed_the_last_choice_is_judged_as_it_stood(quick: Rig) -> None:
    """Slack refuses what was drawn for a screen that somebody has changed meanwhile."""
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.slack.faults.add("views.update", Fault(error="hash_conflict", times=2))
    quick.ana.fill({"kind-any": "no_value"})
    quick.ana.fill({"door": "ajar", "words": "Too much money"})
    assert quick.ana.submit().action == "updated"
    (deal,) = quick.deals()
    assert (deal.answers.kind, deal.answers.door) == (Kind.NO_VALUE, Door.AJAR)
    assert deal.answers.words == "Too much money"


def test_what_is_missing_is_said_at_its_field(quick: Rig) -> None:
    quick.ana.shortcut(DEBRIEF)
    quick.ana.fill({"prospect": "Dana", "kind-any": "not_now", "door": "ajar"})
    assert set(quick.ana.submit().errors) == {"stage"}
    quick.ana.fill({"stage": "first"})
    assert quick.ana.submit().action == "updated"


def test_a_guess_appears_when_it_is_asked_for_and_one_press_takes_it(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.fill({"words": "There is simply no budget left this year"})
    quick.ana.press(SOUNDS)
    assert f"{GUESSED}_0" in actions_on(quick.ana.view or {})
    assert not values_on(quick.ana.view)["kind"]
    quick.ana.press(f"{GUESSED}_0")
    assert values_on(quick.ana.view)["kind"] == "no_budget"
    quick.ana.fill({"door": "open", "stage": "buying"})
    assert quick.ana.submit().action == "updated"
    assert quick.deals()[0].answers.kind is Kind.NO_BUDGET


def test_a_day_they_named_is_offered_and_used_only_when_ticked(quick: Rig) -> None:
    for name, tick in (("Dana", False), ("Kim", True)):
        quick.ana.command("/gotano", name)
        quick.ana.fill({"words": "Not now, ask me again in May", "kind-any": "not_now"})
        if tick:
            quick.ana.fill({"named-2027-05-01": ["2027-05-01"]})
        quick.ana.fill({"door": "ajar", "stage": "buying"})
        assert quick.ana.submit().action == "updated"
        quick.ana.close()
        assert (quick.deals()[0].answers.callback_on is not None) is tick


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


def test_full_debrief_keeps_what_was_typed(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.fill({"words": "No budget at all", "kind-any": "no_budget", "door": "open", "stage": "buying"})
    quick.ana.press(FULL)
    assert (quick.ana.view or {})["callback_id"] == Screen.WHO
    assert values_on(quick.ana.view)["words"] == "No budget at all"
    quick.ana.fill({"asked_why": "told"})
    assert quick.ana.submit().action == "updated"
    assert values_on(quick.ana.view) == {"kind": "no_budget", "door": "open"}


def test_a_screen_left_after_the_kind_was_chosen_is_kept(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.fill({"kind-any": "no_value"})
    quick.ana.close()
    quick.ana.press(RESUME, quick.ana.messages()[-1])
    assert values_on(quick.ana.view)["kind"] == "no_value"
    assert values_on(quick.ana.view)["prospect"] == "Dana Reyes, Acme"


def test_the_setting_remembers_who_wants_it_in_full(quick: Rig) -> None:
    quick.ana.command("/gotano", "settings")
    assert values_on(quick.ana.view)["debrief"] == "1"
    quick.ana.fill({"debrief": "3"})
    assert quick.ana.submit().action == "closed"
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    assert (quick.ana.view or {})["callback_id"] == Screen.WHO
    quick.ana.close()
    quick.sam.command("/gotano", "Dana Reyes, Acme")
    assert (quick.sam.view or {})["callback_id"] == Screen.QUICK


def test_a_message_becomes_their_words_with_what_they_point_to(quick: Rig) -> None:
    quick.sam.say("There is simply no budget left this year", "C0LESSONS")
    quick.ana.shortcut(GOT_A_NO, quick.ana.messages("C0LESSONS")[0])
    assert values_on(quick.ana.view)["words"] == "There is simply no budget left this year"
    assert f"{GUESSED}_0" in actions_on(quick.ana.view or {})
