"""App Home: its shelves, what they count and what their rows say."""

from typing import Any

from coaching.deal import Reply, Status
from playground import Gestures
from prompts.deal_card import SHOW
from prompts.home import SHELF
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.handing_over import offered, take
from tests.stories.scenes import lost


def go_to(who: Gestures, shelf: str) -> None:
    who.press(f"{SHELF}{shelf}", "home", block_id="shelves")


def offers(who: Gestures, shelf: str) -> bool:
    """Whether there is something on the shelf: an empty one has no button."""
    return shelf in counts(who)


def show_on_shelf(who: Gestures, deal_id: int) -> None:
    who.press(SHOW, "home", block_id=f"show-{deal_id}")


def counts(who: Gestures) -> dict[str, str]:
    """The label of each shelf's button, by shelf."""
    assert who.home is not None
    found = [e for b in who.home["blocks"] if b["block_id"] == "shelves" for e in b["elements"]]
    return {e["value"].split(":")[0]: e["text"]["text"] for e in found}


def shelves(rig: Rig) -> None:
    """Two open, one waiting, two let go, one won back; three with lessons; two come up."""
    lost(rig, "Waits", callback_on="2026-12-10", lesson="Ask sooner")
    rig.jump()
    rig.jump()
    rig.jump()
    assert rig.deals()[0].status is Status.WAITING
    lost(rig, "Late", callback_on="2027-06-10")
    lost(rig, "Soon", callback_on="2027-02-10", lesson="Bring a number")
    lost(rig, "Unfit", kind="no_fit", lesson="Look at their size first")
    lost(rig, "Shut", door="closed")
    lost(rig, "Back")
    happened(rig, Reply.WON_BACK)


def standing(rig: Rig, status: Status) -> None:
    """One lost deal of Ana's, with a lesson, that stands there."""
    kind = "no_fit" if status is Status.LET_GO else "not_now"
    lost(rig, "Acme", callback_on="2026-12-10", kind=kind, lesson="Ask sooner")
    for _ in range(3 if status is Status.WAITING else 0):
        rig.jump()
    if status is Status.WON_BACK:
        happened(rig, Reply.WON_BACK)
    if status is Status.HANDED_OVER:
        offered(rig)
        take(rig)
    assert rig.deals()[0].status is status


def shown(who: Gestures) -> list[str]:
    """What each row of the shelf says."""
    assert who.home is not None
    return [said_in(b) for b in who.home["blocks"] if b["block_id"].startswith("deal-")]


def said_in(block: dict[str, Any]) -> str:
    """What a block of rich text says."""
    return "".join(run["text"] for part in block["elements"] for run in part["elements"])


def waiting_on(who: Gestures) -> list[str]:
    """What each row says that waits today for an answer or a decision."""
    assert who.home is not None
    return [said_in(b) for b in who.home["blocks"] if b["block_id"].startswith("today-")]
