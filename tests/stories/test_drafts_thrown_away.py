"""A draft that is thrown away is gone, on every surface that showed it."""

import pytest

from playground import Fault
from prompts.debrief_modal import Screen
from prompts.home import RESUME, THROW_AWAY
from tests.rig import Rig
from tests.stories.drafts import finish, press_note, screen, to_look
from tests.stories.scenes import actions_on, card, delete, nudge, rows, told, words_on


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


@pytest.mark.trouble
@pytest.mark.parametrize("refused", [None, "ratelimited"])
def test_a_note_about_a_draft_that_is_gone_keeps_no_name(rig: Rig, refused: str | None) -> None:
    """The row that knew where it stands is gone, so that deleting everything does not find it."""
    to_look(rig)
    rig.ana.close()
    if refused:
        for method in ("chat.update", "chat.delete"):
            rig.slack.faults.add(method, Fault(error=refused))
    press_note(rig, THROW_AWAY)
    rig.clock.move(minutes=2)
    rig.sweep()
    assert not [message for message in rig.ana.messages() if "Acme" in str(message)]
    assert rows(rig)["leftover_messages"] == 0


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


def test_deleting_the_deal_takes_the_name_out_of_the_draft_s_note(rig: Rig) -> None:
    to_look(rig)
    rig.ana.close()
    press_note(rig, RESUME)
    finish(rig)
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert rows(rig)["drafts"] == 0
    assert not [message for message in rig.ana.messages() if "Acme" in str(message)]
