"""A deal is deleted from its card: it asks first, nothing is left, and what still shows it says so."""

import pytest

from coaching.deal import Reply
from prompts.deal_card import CHANGE_DATE, DELETE, EDIT, HAPPENED, SHARE
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.scenes import (
    actions_on,
    card,
    choices_on,
    choose,
    lost,
    nudge,
    press_reply,
    rows,
    told,
    words_on,
)


def test_delete_asks_first(rig: Rig) -> None:
    lost(rig)
    choose(rig.ana, DELETE, card(rig.ana, rig.deals()[0]))
    assert "Dana Reyes, Acme" in words_on(rig.ana.view)
    rig.ana.close()
    assert rig.deals(), "whoever keeps it has lost nothing"


def test_delete_empties_the_database_and_the_messages(rig: Rig) -> None:
    lost(rig, asked_why="not_yet", words="Call me never", lesson="secret")
    rig.jump()
    press(rig, HAPPENED)
    rig.ana.fill({"reply": Reply.SKIP})
    rig.ana.submit()
    rig.jump()
    press(rig, DELETE)
    assert {name for name, count in rows(rig).items() if count} == {"reps", "workspaces"}
    assert rig.export() == []
    left = "".join(words_on(message) + message["text"] for message in rig.ana.messages())
    assert "Dana" not in left
    assert "Call me never" not in left
    assert not any(actions_on(message) for message in rig.ana.messages())


@pytest.mark.parametrize("button", [CHANGE_DATE, EDIT, HAPPENED, SHARE, DELETE])
def test_a_button_on_a_deleted_deal_says_so(rig: Rig, button: str) -> None:
    lost(rig)
    stale = card(rig.ana, rig.deals()[0])
    press(rig, DELETE)
    lost(rig, prospect="Another")
    before = rig.deals()
    if button in choices_on(stale):
        choose(rig.ana, button, stale)
    else:
        rig.ana.press(button, stale)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    assert rig.deals() == before


def test_a_nudge_of_a_deleted_deal_says_so(rig: Rig) -> None:
    lost(rig)
    rig.jump()
    stale = nudge(rig.ana)
    press(rig, DELETE)
    for answer in (Reply.REACHED_OUT, Reply.STILL_NO, Reply.WON_BACK):
        press_reply(rig.ana, answer, stale)
    assert len(told(rig.ana)) == 3
    assert rig.ana.view is None


def test_a_form_open_while_the_deal_goes_says_so(rig: Rig) -> None:
    lost(rig)
    stale = card(rig.ana, rig.deals()[0])
    press(rig, CHANGE_DATE)
    rig.ana.fill({"on": "2026-12-10"})
    choose(rig.ana, DELETE, stale)
    rig.ana.submit()
    assert rig.deals() == []
    assert rig.ana.submit().action != "closed"
    assert rig.deals() == []
