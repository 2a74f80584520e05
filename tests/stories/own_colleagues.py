"""The part of a rep's journey in which a colleague is offered their lost deals, and what becomes of them."""

from coaching.deal import Reply
from coaching.hand_over import Told
from prompts.hand_over import HAND_ALONG, KEEP, PAGE
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.handing_over import messages, offered, refuse, take
from tests.stories.other_words import SLACK_S, Reader
from tests.stories.scenes import lost, texts

_NAMES = "PQRSTUVW"
"""With those that the rep has, more than stand on a page."""


def hands_over(rig: Rig, reader: Reader) -> None:
    """Some are taken, one cannot be and is refused, one ends meanwhile, and the rest is not answered in time."""
    rig.sam.change_profile(locale=SLACK_S)
    rig.sam.open_home()
    for name in _NAMES:
        lost(rig, name, value="12k")
    lost(rig, _NAMES[0], rig.sam)
    offered(rig)
    _seen(rig, reader)
    for _ in _NAMES:
        take(rig)
    _seen(rig, reader)
    refuse(rig)
    _seen(rig, reader)
    happened(rig, Reply.WON_BACK)
    _more_of_them(rig, reader)
    rig.clock.move(days=15)
    rig.sweep()
    _seen(rig, reader)


def _more_of_them(rig: Rig, reader: Reader) -> None:
    """The second page, and the leaver's words: handed along, and kept after all."""
    (offer,) = messages(rig.sam, Told.OFFER)
    rig.sam.press(f"{PAGE}_later", offer)
    take(rig, -1)
    _seen(rig, reader)
    (given,) = messages(rig.ana, Told.GIVEN)
    for action in (HAND_ALONG, KEEP):
        rig.ana.press(action, given)
        _seen(rig, reader)


def _seen(rig: Rig, reader: Reader) -> None:
    """By both."""
    reader.look()
    for message in rig.sam.messages():
        reader.heard(texts(message))
