"""A debrief left half-way is kept from the first Next on, and a note says so once."""

from typing import Any

import pytest

from prompts.deal_card import EDIT
from prompts.home import RESUME, THROW_AWAY
from tests.rig import Rig
from tests.stories.drafts import finish, press_note, to_look, to_why
from tests.stories.scenes import actions_on, card, choose, nudge, rows, words_on


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


def test_a_draft_lives_for_months(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    rig.clock.move(days=200)
    rig.sweep()
    press_note(rig, RESUME)
    finish(rig)
    assert len(rig.deals()) == 1


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


def test_closing_the_verdict_of_a_draft_leaves_no_note(rig: Rig) -> None:
    to_look(rig)
    finish(rig)
    assert [message["ts"] for message in rig.ana.messages()] == [rig.deals()[0].card_ts]


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


def test_an_edit_that_is_closed_leaves_the_deal_and_no_note(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme")
    rig.ana.close()
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"words": "changed"})
    rig.ana.submit()
    rig.ana.close()
    assert rig.deals()[0].answers.words is None
    assert len(rig.ana.messages()) == 1
    rig.ana.open_home()
    assert RESUME not in words_on(rig.ana.home)
