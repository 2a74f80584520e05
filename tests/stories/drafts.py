"""A debrief on its way, as far as its second or third screen, and from there to the end."""

from playground import Gestures
from prompts.debrief_modal import Screen
from tests.rig import Rig
from tests.stories.scenes import nudge

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
