"""A whole deal, shown from Home as a rep finds it there."""

from typing import Any

from playground import Gestures
from tests.rig import Rig
from tests.stories.homes import go_to, show_on_shelf


def show(rig: Rig) -> dict[str, Any]:
    rig.ana.open_home()
    deal = rig.deals()[0]
    if deal.id not in _on_shelf(rig):
        go_to(rig.ana, deal.status)
    show_on_shelf(rig.ana, deal.id)
    return top(rig.ana)


def _on_shelf(rig: Rig) -> set[int]:
    found = [b["block_id"] for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("show-")]
    return {int(block_id.removeprefix("show-")) for block_id in found}


def top(who: Gestures) -> dict[str, Any]:
    assert who.view is not None
    return who.view
