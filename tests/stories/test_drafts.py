"""A debrief left half-way: kept from the first Next on, offered again wherever the rep comes by."""

from typing import Any

import pytest

from handlers.listeners.debrief_entry import GOT_A_NO
from playground import Gestures
from prompts.deal_card import DELETE, EDIT
from prompts.debrief_modal import BACK, Screen
from prompts.home import RESUME, THROW_AWAY
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, nudge, rows, told, values_on, words_on

WORDS = "Ask me when the boxes are gone."


def to_why(rig: Rig, prospect: str = "Acme", stage: str = "buying") -> None:
    """On the second screen."""
    rig.ana.command("/gotano", prospect)
    rig.ana.fill({"stage": stage, "asked_why": "told", "words": WORDS})
    assert rig.ana.submit().action == "updated"


def to_look(rig: Rig, prospect: str = "Acme", kind: str = "not_now") -> None:
    """On the third screen."""
    to_why(rig, prospect)
    rig.ana.fill({"kind-buying": kind, "door": "ajar"})
    assert rig.ana.submit().action == "updated"


def screen(who: Gestures) -> str | None:
    return who.view["callback_id"] if who.view else None


def press_note(rig: Rig, action: str) -> None:
    rig.ana.press(action, nudge(rig.ana))


def finish(rig: Rig) -> None:
    """From wherever it was left to the verdict."""
    if screen(rig.ana) == Screen.WHY:
        rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
        rig.ana.submit()
    done = rig.ana.submit()
    assert done.action == "updated", done
    rig.ana.close()


@pytest.mark.parametrize("typed", [{}, {"prospect": "Acme", "stage": "buying", "asked_why": "told"}])
def test_closing_the_first_screen_leaves_nothing(rig: Rig, typed: dict[str, Any]) -> None:
    rig.ana.command("/gotano")
    rig.ana.fill(typed)
    rig.ana.close()
    assert rig.ana.messages() == []
    assert rows(rig)["drafts"] == 0


@pytest.mark.parametrize("whole", [False, True], ids=["close button", "cross"])
@pytest.mark.parametrize("to", [to_why, to_look])
def test_closing_a_later_screen_leaves_a_note_with_two_ways_on(rig: Rig, to: Any, whole: bool) -> None:
    to(rig)
    rig.ana.close(all=whole)
    (note,) = rig.ana.messages()
    assert actions_on(note) == {RESUME, THROW_AWAY}
    assert "Acme" in note["text"]
    assert rig.deals() == []


def test_the_note_is_for_the_rep_alone(rig: Rig) -> None:
    to_why(rig)
    rig.ana.close()
    assert rig.sam.messages() == []
    assert rig.ana.messages("C0LESSONS") == []


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


def test_a_draft_lives_for_months(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    rig.clock.move(days=200)
    rig.sweep()
    press_note(rig, RESUME)
    finish(rig)
    assert len(rig.deals()) == 1


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


def test_closing_twice_posts_one_note(rig: Rig) -> None:
    to_why(rig)
    rig.ana.close()
    press_note(rig, RESUME)
    rig.ana.close()
    rig.ana.command("/gotano", "Acme")
    rig.ana.close()
    assert len(rig.ana.messages()) == 1


def test_slack_telling_twice_of_one_close_posts_one_note(rig: Rig) -> None:
    to_why(rig)
    rig.ana.close()
    closed = rig.heard[-1]
    assert closed["type"] == "view_closed"
    rig.ana.send_raw(closed)
    assert len(rig.ana.messages()) == 1


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


def test_closing_the_verdict_of_a_draft_leaves_no_note(rig: Rig) -> None:
    to_look(rig)
    finish(rig)
    assert [message["ts"] for message in rig.ana.messages()] == [rig.deals()[0].card_ts]


def test_a_draft_thrown_away_is_really_gone(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    stale = nudge(rig.ana)
    press_note(rig, THROW_AWAY)
    assert rows(rig)["drafts"] == 0
    assert actions_on(nudge(rig.ana)) == set()
    rig.ana.press(RESUME, stale)
    assert rig.ana.view is None
    rig.ana.press(THROW_AWAY, stale)
    assert len(told(rig.ana)) == 2
    rig.ana.command("/gotano", "Acme")
    assert screen(rig.ana) == Screen.WHO


def test_a_draft_is_thrown_away_on_home_and_home_and_the_note_follow(rig: Rig) -> None:
    for prospect in ("Acme", "Birch"):
        to_look(rig, prospect)
        rig.ana.close()
    rig.ana.open_home()
    assert rig.ana.home is not None
    (block,) = (
        part
        for part, title in zip(rig.ana.home["blocks"][1:], rig.ana.home["blocks"], strict=False)
        if "Acme" in str(title)
    )
    value = block["elements"][0]["value"]
    rig.ana.press(THROW_AWAY, "home", value, block_id=block["block_id"])
    assert "Acme" not in words_on(rig.ana.home)
    assert "Birch" in words_on(rig.ana.home)
    assert rows(rig)["drafts"] == 1
    assert [actions_on(note) for note in rig.ana.messages()] == [set(), {RESUME, THROW_AWAY}]


def test_a_draft_thrown_away_in_the_messages_leaves_home_too(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    rig.ana.open_home()
    assert "Acme" in words_on(rig.ana.home)
    press_note(rig, THROW_AWAY)
    assert "Acme" not in words_on(rig.ana.home)


def test_a_draft_open_while_it_is_thrown_away_says_so_and_stores_nothing(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    stale = nudge(rig.ana)
    press_note(rig, RESUME)
    rig.ana.press(THROW_AWAY, stale)
    assert rig.ana.submit().errors
    assert rig.deals() == []
    assert rows(rig)["drafts"] == 0


@pytest.mark.parametrize("action", [RESUME, THROW_AWAY])
def test_nobody_else_reaches_a_draft(rig: Rig, action: str) -> None:
    to_look(rig)
    rig.ana.close()
    rig.ana.press(action, nudge(rig.ana))
    pressed = rig.heard[-1]
    if action == RESUME:
        rig.ana.close()
    else:
        to_look(rig)
        rig.ana.close()
        pressed["actions"][0]["value"] = nudge(rig.ana)["blocks"][-1]["elements"][0]["value"]
    before = rows(rig)
    sam = {"id": "U0SAM", "username": "sam", "name": "sam", "team_id": pressed["team"]["id"]}
    rig.sam.send_raw(pressed | {"user": sam})
    assert "Acme" not in words_on(rig.sam.view)
    assert rows(rig) == before


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


def test_an_edit_that_is_closed_leaves_the_deal_and_no_note(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme")
    rig.ana.close()
    rig.ana.press(EDIT, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"words": "changed"})
    rig.ana.submit()
    rig.ana.close()
    assert rig.deals()[0].answers.words is None
    assert len(rig.ana.messages()) == 1
    rig.ana.open_home()
    assert RESUME not in words_on(rig.ana.home)


def test_deleting_the_deal_takes_the_name_out_of_the_draft_s_note(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    press_note(rig, RESUME)
    finish(rig)
    rig.ana.press(DELETE, card(rig.ana, rig.deals()[0]))
    assert rows(rig)["drafts"] == 0
    assert not [message for message in rig.ana.messages() if "Acme" in str(message)]
