"""What is pressed on the card of the newest deal."""

from coaching.deal import Reply
from prompts.deal_card import HAPPENED
from tests.rig import Rig
from tests.stories.scenes import card


def press(rig: Rig, action: str) -> None:
    rig.ana.press(action, card(rig.ana, rig.deals()[0]))


def happened(rig: Rig, reply: Reply) -> str:
    """What became of the form: that a reply needs no more, or the form that asks for more."""
    press(rig, HAPPENED)
    rig.ana.fill({"reply": reply})
    return rig.ana.submit().action
