"""The last lesson of a kind of no stands where the next one is asked for; a yes is studied like a no."""

from prompts.deal_card import EDIT
from prompts.forwarded import KIND
from prompts.one_answer import OPEN
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.quick import to_verdict
from tests.stories.scenes import actions_on, lost, words_on
from tests.stories.screens import to_look
from tests.stories.test_prep import won
from tests.words import shipped_playbook

SAY = shipped_playbook().words.say


def test_the_newest_lesson_of_the_same_kind_stands_above_the_question(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Alba", lesson="Ask sooner")
    lost(rig, "Birch", lesson="Bring a number")
    to_look(rig)
    assert SAY("look.noted_before", text="Bring a number") in words_on(rig.ana.view)
    assert "Ask sooner" not in words_on(rig.ana.view)


def test_a_lesson_of_another_kind_does_not(rig: Rig) -> None:
    lost(rig, "Alba", kind="no_value", lesson="Ask sooner")
    to_look(rig)
    assert "Ask sooner" not in words_on(rig.ana.view)


def test_what_won_one_of_that_kind_comes_back_as_such(rig: Rig) -> None:
    won(rig, "Alba", "I asked what changed", lesson="Ask sooner")
    to_look(rig)
    assert SAY("look.won_before", text="I asked what changed") in words_on(rig.ana.view)


def test_a_draft_resumed_on_the_last_screen_shows_it_too(rig: Rig) -> None:
    lost(rig, "Alba", lesson="Ask sooner")
    to_look(rig)
    rig.ana.close()
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    assert SAY("look.noted_before", text="Ask sooner") in words_on(rig.ana.view)


def test_who_edits_their_answers_is_not_told_of_last_time(rig: Rig) -> None:
    lost(rig, "Alba", lesson="Ask sooner")
    press(rig, EDIT)
    rig.ana.submit()
    rig.ana.submit()
    assert SAY("look.noted_before", text="Ask sooner") not in words_on(rig.ana.view)


def test_on_the_quick_screen_it_stands_once_its_kind_is_chosen(quick: Rig) -> None:
    with_a_lesson(quick)
    noted = SAY("look.noted_before", text="Bring a number")
    quick.ana.command("/gotano", "Kim Park, Beta")
    assert noted not in words_on(quick.ana.view)
    for chosen, comes_back in (
        ({"kind-any": "no_value"}, True),
        ({"door": "ajar"}, True),
        ({"kind-any": "no_budget"}, False),
    ):
        quick.ana.fill(chosen)
        assert (noted in words_on(quick.ana.view)) is comes_back


def test_a_pasted_no_shows_it_beside_the_doors(some_quick: Rig) -> None:
    with_a_lesson(some_quick, "no_budget", stage="buying")
    some_quick.ana.say("From: Kim Park <kim@beta.example>\n\nThere is simply no budget left this year.")
    offer = next(message for message in some_quick.ana.messages() if f"{KIND}_0" in actions_on(message))
    some_quick.ana.press(f"{KIND}_0", offer)
    assert SAY("look.noted_before", text="Bring a number") in words_on(some_quick.ana.view)


def test_what_won_one_back_stands_on_the_quick_screen_too(rig: Rig) -> None:
    won(rig, "Alba", "I asked what changed")
    rig.ana.command("/gotano", "settings")
    rig.ana.fill({"debrief": "1"})
    rig.ana.submit()
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"kind-any": "not_now"})
    assert SAY("look.won_before", text="I asked what changed") in words_on(rig.ana.view)


def with_a_lesson(rig: Rig, kind: str = "no_value", **given: str) -> None:
    """One no of this kind, with what the rep noted by *Sharpen*."""
    to_verdict(rig, kind, **given)
    rig.ana.press(f"{OPEN}_lesson")
    rig.ana.fill({"lesson": "Bring a number"})
    assert rig.ana.submit().action == "updated"
    rig.ana.close()
