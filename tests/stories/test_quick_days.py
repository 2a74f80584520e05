"""The day they named on the quick screen: what is used is what stands there ticked, and nothing else."""

from datetime import date
from typing import Any

import pytest

from coaching.deal import Reply
from coaching.debrief import Door
from prompts import quick_screen
from prompts.debrief_modal import BACK, Screen
from prompts.forwarded import KIND
from prompts.home import RESUME
from prompts.quick_screen import DOOR_NOW, FULL, SOUNDS
from tests.rig import Rig
from tests.stories.scenes import reply, words_on
from tests.stories.test_forwarded import MAIL, said_by_bot

MARCH, MAY = "2027-03-01", "2027-05-01"


def box_on(view: dict[str, Any] | None) -> str:
    """The block id of the days on the view; empty where none is offered."""
    ids = [block.get("block_id", "") for block in (view or {})["blocks"]]
    return next((block_id for block_id in ids if block_id.startswith("named")), "")


def days_on(view: dict[str, Any] | None) -> tuple[list[str], list[str]]:
    """The days that are offered on the view, and those of them that are ticked."""
    block_id = box_on(view)
    if view is None or not block_id:
        return [], []
    (element,) = [block["element"] for block in view["blocks"] if block.get("block_id") == block_id]
    (state,) = view["state"]["values"][block_id].values()
    ticked = state.get("selected_options") or []
    return [one["value"] for one in element["options"]], [one["value"] for one in ticked]


def tick(rig: Rig, *days: str) -> None:
    rig.ana.fill({box_on(rig.ana.view): list(days)})


def march_ticked(rig: Rig) -> None:
    """Words that name a day, the day ticked, and a screen drawn anew with it."""
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"words": "Not now, ask me again in March"})
    rig.ana.press(SOUNDS)
    tick(rig, MARCH)
    rig.ana.fill({"kind-any": "not_now", "stage": "buying"})


def day_stored(rig: Rig) -> date | None:
    assert rig.ana.submit().action == "updated"
    return rig.deals()[0].answers.callback_on


@pytest.mark.parametrize(
    ("words", "offered"),
    [("Not now, ask me again in May", [MAY, MARCH]), ("Not now", [MARCH]), ("", [MARCH])],
)
def test_a_day_ticked_before_stays_on_screen_when_the_words_change(
    some_quick: Rig, words: str, offered: list[str]
) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"words": words, "door": "ajar"})
    assert days_on(some_quick.ana.view) == (offered, [MARCH])
    assert day_stored(some_quick) == date(2027, 3, 1)


@pytest.mark.parametrize("words", ["Not now, ask me again in May", "Not now"])
def test_a_day_ticked_before_is_not_used_once_it_is_unticked(some_quick: Rig, words: str) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"words": words, "door": "ajar"})
    tick(some_quick)
    assert day_stored(some_quick) is None


def test_the_day_of_the_corrected_words_takes_the_place_of_the_one_before(some_quick: Rig) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"words": "Not now, ask me again in May", "door": "ajar"})
    tick(some_quick, MAY)
    some_quick.ana.fill({"door": "open"})
    assert days_on(some_quick.ana.view) == ([MAY], [MAY])
    assert day_stored(some_quick) == date(2027, 5, 1)


def test_of_two_days_that_are_ticked_neither_is_taken(some_quick: Rig) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"words": "Not now, ask me again in May", "door": "ajar"})
    tick(some_quick, MAY, MARCH)
    some_quick.ana.fill({"door": "open"})
    assert days_on(some_quick.ana.view) == ([MAY, MARCH], [MAY, MARCH])
    assert set(some_quick.ana.submit().errors) == {box_on(some_quick.ana.view)}
    assert not some_quick.deals()
    tick(some_quick, MAY)
    assert day_stored(some_quick) == date(2027, 5, 1)


def test_a_door_pressed_with_two_days_ticked_says_so(some_quick: Rig) -> None:
    some_quick.ana.say(MAIL)
    some_quick.ana.press(f"{KIND}_0", said_by_bot(some_quick)[0])
    tick(some_quick, MAY)
    some_quick.ana.fill({"words": "No budget left this year, ask me again in March"})
    some_quick.ana.fill({"kind-any": "no_budget"})
    tick(some_quick, MAY, MARCH)
    some_quick.ana.press(f"{DOOR_NOW}_{Door.AJAR}")
    assert some_quick.playbook.words.say("wrong.one_day") in words_on(some_quick.ana.view)
    assert not some_quick.deals()


def test_a_day_ticked_before_that_has_passed_is_left_out_of_a_draft_taken_up_again(some_quick: Rig) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"words": "Not now"})
    some_quick.ana.close()
    some_quick.clock.move(days=150)
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert not days_on(some_quick.ana.view)[1]
    some_quick.ana.fill({"door": "ajar", "stage": "buying"})
    assert day_stored(some_quick) is None


def test_a_day_that_passed_while_the_screen_stood_open_is_not_used(some_quick: Rig) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"door": "ajar"})
    some_quick.clock.move(days=150)
    assert day_stored(some_quick) is None


def test_a_day_typed_in_full_stands_ticked_on_the_quick_screen(quick: Rig) -> None:
    quick.ana.command("/gotano", "Dana Reyes, Acme")
    quick.ana.press(FULL)
    quick.ana.fill({"stage": "buying", "asked_why": "told"})
    quick.ana.submit()
    quick.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    quick.ana.submit()
    quick.ana.fill({"callback_on": "2027-04-06"})
    quick.ana.press(BACK)
    quick.ana.close()
    quick.ana.press(RESUME, quick.ana.messages()[-1])
    assert (quick.ana.view or {})["callback_id"] == Screen.QUICK
    assert days_on(quick.ana.view) == (["2027-04-06"], ["2027-04-06"])
    assert day_stored(quick) == date(2027, 4, 6)


def test_a_day_that_never_stood_on_a_screen_left_open_is_not_taken_from_the_deal(
    some_quick: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A former version drew no box for it."""
    march_ticked(some_quick)
    some_quick.ana.fill({"door": "ajar", "asked_why": "not_yet"})
    assert day_stored(some_quick) == date(2027, 3, 1)
    some_quick.ana.close()
    some_quick.jump()
    with monkeypatch.context() as former:
        former.setattr(quick_screen, "_named", lambda *_: [])
        reply(some_quick.ana, Reply.TOLD_ME)
    assert not box_on(some_quick.ana.view)
    assert day_stored(some_quick) == date(2027, 3, 1)


def test_a_day_that_a_deal_holds_stays_when_they_told_why_later_though_it_has_passed(some_quick: Rig) -> None:
    march_ticked(some_quick)
    some_quick.ana.fill({"door": "ajar", "asked_why": "not_yet"})
    assert day_stored(some_quick) == date(2027, 3, 1)
    some_quick.ana.close()
    some_quick.jump()
    some_quick.clock.move(days=150)
    reply(some_quick.ana, Reply.TOLD_ME)
    assert days_on(some_quick.ana.view) == ([MARCH], [MARCH])
    assert day_stored(some_quick) == date(2027, 3, 1)
