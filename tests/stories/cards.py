"""A deal with its card, and what is pressed there."""

from tests.rig import Rig
from tests.stories.scenes import card


def accepted(rig: Rig, **given: str) -> None:
    rig.debrief(rig.ana, **given)
    rig.ana.close()


def press(rig: Rig, action: str) -> None:
    rig.ana.press(action, card(rig.ana, rig.deals()[0]))


def due_on(rig: Rig) -> str | None:
    due = rig.deals()[0].plan.due
    return due.on.isoformat() if due else None
