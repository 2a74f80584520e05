"""A draft is gone on with where it was left, wherever the rep comes by."""

from typing import Any

import pytest

from handlers.listeners.debrief_entry import GOT_A_NO
from prompts.debrief_modal import BACK, Screen
from prompts.home import RESUME, THROW_AWAY
from tests.rig import Rig
from tests.stories.drafts import WORDS, finish, press_note, screen, to_look, to_why
from tests.stories.scenes import actions_on, nudge, told, values_on, words_on


@pytest.mark.parametrize("way", ["command", "note", "home"])
@pytest.mark.parametrize(("to", "left_on"), [(to_why, Screen.WHY), (to_look, Screen.LOOK)])
def test_a_draft_is_gone_on_with_where_it_was_left(rig: Rig, to: Any, left_on: Screen, way: str) -> None:
    to(rig)
    rig.ana.close()
    resume(rig, way)
    assert screen(rig.ana) == left_on
    finish(rig)
    (deal,) = rig.deals()
    assert (deal.prospect, deal.answers.words, deal.answers.kind) == ("Acme", WORDS, "not_now")


def resume(rig: Rig, way: str) -> None:
    if way == "command":
        rig.ana.command("/gotano", "Acme")
    elif way == "note":
        press_note(rig, RESUME)
    else:
        rig.ana.open_home()
        rig.ana.press(RESUME, "home")


@pytest.mark.parametrize("again", ["acme", "  ACME ", "new Acme"])
def test_the_next_command_for_that_prospect_finds_the_draft(rig: Rig, again: str) -> None:
    to_look(rig)
    rig.ana.close()
    rig.ana.command("/gotano", again)
    assert screen(rig.ana) == Screen.LOOK


@pytest.mark.parametrize("other", ["", "Birch", "Acme Two"])
def test_another_prospect_does_not_find_it(rig: Rig, other: str) -> None:
    to_look(rig)
    rig.ana.close()
    rig.ana.command("/gotano", other)
    assert screen(rig.ana) == Screen.WHO
    assert values_on(rig.ana.view)["words"] is None


def test_the_newest_of_two_drafts_for_a_prospect_is_gone_on_with(rig: Rig) -> None:
    to_why(rig)
    rig.ana.close()
    rig.ana.command("/gotano", "Birch")
    rig.ana.fill({"prospect": "Acme", "stage": "first", "asked_why": "dodged"})
    rig.ana.submit()
    rig.ana.close()
    rig.ana.command("/gotano", "Acme")
    rig.ana.press(BACK)
    assert values_on(rig.ana.view)["asked_why"] == "dodged"


def test_what_was_sent_on_every_screen_is_there_again(rig: Rig) -> None:
    to_look(rig)
    rig.ana.fill({"lesson": "typed, then back", "callback_on": "2026-12-10", "worth": "even"})
    rig.ana.press(BACK)
    rig.ana.submit()
    rig.ana.close()
    rig.ana.command("/gotano", "Acme")
    look = values_on(rig.ana.view)
    assert (look["lesson"], look["callback_on"], look["worth"]) == ("typed, then back", "2026-12-10", "even")
    rig.ana.press(BACK)
    assert (values_on(rig.ana.view)["kind"], values_on(rig.ana.view)["door"]) == ("not_now", "ajar")
    rig.ana.press(BACK)
    assert values_on(rig.ana.view) == {
        "prospect": "Acme",
        "stage": "buying",
        "asked_why": "told",
        "words": WORDS,
    }


@pytest.mark.parametrize("back_from", [to_why, to_look])
def test_back_on_the_first_screen_it_is_a_draft_still(rig: Rig, back_from: Any) -> None:
    back_from(rig)
    while screen(rig.ana) != Screen.WHO:
        rig.ana.press(BACK)
    rig.ana.close()
    assert actions_on(nudge(rig.ana)) == {RESUME, THROW_AWAY}


def test_a_kind_without_a_door_is_resumed_where_the_door_is_asked(rig: Rig) -> None:
    to_why(rig)
    rig.ana.fill({"kind-buying": "not_now"})
    rig.ana.press(BACK)
    rig.ana.close()
    press_note(rig, RESUME)
    assert screen(rig.ana) == Screen.WHY
    finish(rig)
    assert rig.deals()[0].answers.door == "ajar"


def test_a_refused_kind_does_not_slip_through_a_draft(rig: Rig) -> None:
    to_why(rig)
    rig.ana.fill({"kind-buying": "unknown", "door": "ajar"})
    assert rig.ana.submit().errors, "they told me, so it is known"
    rig.ana.close()
    press_note(rig, RESUME)
    rig.ana.submit()
    assert rig.deals() == []


@pytest.mark.parametrize("way", ["command", "note", "home"])
def test_a_finished_draft_s_note_says_so(rig: Rig, way: str) -> None:
    to_look(rig)
    rig.ana.close()
    stale = nudge(rig.ana)
    resume(rig, way)
    finish(rig)
    note = next(message for message in rig.ana.messages() if message["ts"] == stale["ts"])
    assert actions_on(note) == set()
    assert note["text"] not in ("", stale["text"])
    rig.ana.press(RESUME, stale)
    assert rig.ana.view is None
    assert told(rig.ana), "a button that is still on somebody's screen says that it is over"
    assert len(rig.deals()) == 1


def test_somebody_else_s_command_does_not_find_it(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    rig.sam.command("/gotano", "Acme")
    assert screen(rig.sam) == Screen.WHO
    assert WORDS not in words_on(rig.sam.view)
    rig.sam.close()
    rig.sam.open_home()
    assert "Acme" not in words_on(rig.sam.home)


def test_a_message_left_half_way_keeps_its_words(rig: Rig) -> None:
    rig.sam.say(WORDS, "C0LESSONS")
    rig.ana.shortcut(GOT_A_NO, rig.ana.messages("C0LESSONS")[0])
    rig.ana.fill({"prospect": "Acme", "stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
    press_note(rig, RESUME)
    finish(rig)
    assert rig.deals()[0].answers.words == WORDS
