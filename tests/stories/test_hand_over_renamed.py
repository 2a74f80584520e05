"""A deal that was renamed after it was offered: what it is called now decides whether the colleague can take it."""

from typing import Any

import pytest

import handlers.deals.hand_over
from coaching.hand_over import Told
from prompts.deal_card import EDIT
from prompts.hand_over import TAKE, TAKE_ALL
from tests.rig import SAM, Rig
from tests.stories.cards import press
from tests.stories.handing_over import buttons, messages, offered, take
from tests.stories.scenes import JSON, lost
from tests.stories.scenes import told as told_alone

NEW_NAME = "Dana Reyes, Acme"


def test_taken_under_its_new_name_it_stands_so_in_both_messages(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Dana")
    offered(rig)
    renamed(rig)
    take(rig)
    assert [deal.prospect for deal in rig.deals(SAM)] == [NEW_NAME]
    assert [names(messages(who, told)[0]) for who, told in both(rig)] == [[NEW_NAME], [NEW_NAME]]


def test_one_of_theirs_with_the_new_name_is_said_and_seen_and_holds_up_no_other(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, NEW_NAME, rig.sam)
    lost(rig, "Birch")
    lost(rig, "Dana")
    offered(rig)
    renamed(rig)
    lost(rig, "Cope")
    (offer,) = messages(rig.sam, Told.OFFER)
    rig.sam.press(TAKE_ALL, offer)
    assert sorted(deal.prospect for deal in rig.deals(SAM)) == ["Birch", NEW_NAME]
    assert said_that_they_have_one(rig)
    take(rig)
    assert said_that_they_have_one(rig)
    assert told_alone(rig.sam) == []


def test_one_of_theirs_with_the_old_name_is_no_hindrance(rig: Rig) -> None:
    lost(rig, "Dana", rig.sam)
    lost(rig, "Dana")
    offered(rig)
    renamed(rig)
    take(rig)
    assert sorted(deal.prospect for deal in rig.deals(SAM)) == ["Dana", NEW_NAME]


def test_one_that_they_debrief_at_this_very_moment_is_theirs_already(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    lost(rig, NEW_NAME, rig.sam)
    lost(rig, "Dana")
    offered(rig)
    renamed(rig)

    def not_yet(*_: Any) -> None:
        return None

    monkeypatch.setattr(handlers.deals.hand_over, "is_known", not_yet)
    take(rig)
    assert said_that_they_have_one(rig)
    assert len(rig.deals(SAM)) == 1


def renamed(rig: Rig) -> None:
    """Ana's newest deal, on the first of the three screens."""
    press(rig, EDIT)
    rig.ana.fill({"prospect": NEW_NAME})
    for _ in range(3):
        rig.ana.submit()
    rig.ana.close(all=True)
    assert rig.deals()[0].prospect == NEW_NAME


def both(rig: Rig) -> list[tuple[Any, Told]]:
    return [(rig.sam, Told.OFFER), (rig.ana, Told.GIVEN)]


def said_that_they_have_one(rig: Rig) -> bool:
    """Beside the name that theirs has, with the buttons still there."""
    (offer,) = messages(rig.sam, Told.OFFER)
    said = rig.playbook.words.say("hand_over.to_has_one")
    rows = [block["text"]["text"] for block in offer["blocks"] if block["type"] == "section"]
    return any(NEW_NAME in row and said in row for row in rows) and len(buttons(offer)[TAKE]) == 1


def names(message: JSON) -> list[str]:
    rows = [b for b in message["blocks"] if b["type"] == "section" and "\n" in b["text"]["text"]]
    return [block["text"]["text"].splitlines()[0].strip("*") for block in rows]
