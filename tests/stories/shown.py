"""A whole deal, shown from Home as a rep finds it there, and what *Find* finds."""

from typing import Any

from playground import Gestures
from prompts.find_modal import FIND
from storage.overview import Shelf
from tests.rig import Rig
from tests.stories.homes import go_to, show_on_shelf


def show(rig: Rig) -> dict[str, Any]:
    rig.ana.open_home()
    deal = rig.deals()[0]
    if deal.id not in _on_shelf(rig):
        # What was handed over stands on no shelf but that of lessons.
        go_to(rig.ana, Shelf.LESSONS if deal.handed_over_at else deal.status)
    show_on_shelf(rig.ana, deal.id)
    return top(rig.ana)


def _on_shelf(rig: Rig) -> set[int]:
    found = [b["block_id"] for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("show-")]
    return {int(block_id.removeprefix("show-")) for block_id in found}


def top(who: Gestures) -> dict[str, Any]:
    assert who.view is not None
    return who.view


def find(who: Gestures, name: str) -> list[str]:
    """The names found, opened from Home."""
    who.open_home()
    who.press(FIND, "home")
    who.fill({"name": name})
    assert who.submit().action == "updated"
    return [b["text"]["text"] for b in top(who)["blocks"] if b["block_id"].startswith("found-")]
