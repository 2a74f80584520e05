"""App Home: its shelves, what they count and what their rows say."""

from coaching.deal import Reply, Status
from playground import Gestures
from prompts.home import SHELF
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.scenes import lost


def go_to(who: Gestures, shelf: str) -> None:
    who.press(f"{SHELF}{shelf}", "home", block_id="shelves")


def counts(who: Gestures) -> dict[str, str]:
    """The label of each shelf's button, by shelf."""
    assert who.home is not None
    (block,) = (b for b in who.home["blocks"] if b["block_id"] == "shelves")
    return {e["value"].split(":")[0]: e["text"]["text"] for e in block["elements"]}


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


def shown(who: Gestures) -> list[str]:
    """What each row of the shelf says."""
    assert who.home is not None
    return [b["text"]["text"] for b in who.home["blocks"] if b["block_id"].startswith("deal-")]
