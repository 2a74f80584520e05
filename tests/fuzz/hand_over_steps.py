"""The part of the journey in which lost deals are offered to a rep, and in which theirs are."""

from collections.abc import Iterator

from coaching.hand_over import Told
from prompts.hand_over import HAND_ALONG, KEEP, PAGE, REFUSE, TAKE, TAKE_ALL, is_message_of
from storage.handovers import offer_deals
from storage.owner import Owner
from tests.rig import ANA, SAM, TEAM, Rig
from tests.storage.made import lose
from tests.stories.every_step import Step
from tests.stories.handing_over import buttons
from tests.stories.scenes import JSON


def hand_over_steps(mark: str) -> Iterator[tuple[str, Step]]:
    """Nothing is open on anybody's screen."""
    yield "offered deals", lambda rig: _offer_some(rig, mark)
    yield "later ones", lambda rig: rig.ana.press(f"{PAGE}_later", _message(rig, Told.OFFER))
    yield "earlier ones", lambda rig: rig.ana.press(f"{PAGE}_earlier", _message(rig, Told.OFFER))
    yield "one taken", lambda rig: _answer(rig, TAKE)
    yield "one refused", lambda rig: _answer(rig, REFUSE)
    yield "all taken", lambda rig: rig.ana.press(TAKE_ALL, _message(rig, Told.OFFER))
    yield "own deals offered", _offer_own
    yield "words handed along", lambda rig: rig.ana.press(HAND_ALONG, _message(rig, Told.GIVEN))
    yield "words kept", lambda rig: rig.ana.press(KEEP, _message(rig, Told.GIVEN))


def _offer_some(rig: Rig, mark: str) -> None:
    """More than a message holds, by somebody who is not on the scene otherwise."""
    leaves = Owner(TEAM, "U0LEFT")
    with rig.db.write(leaves) as session:
        for number in range(11):
            lose(session, f"{mark}ana Left {number}", leaves, rig.clock.now())
        offer_deals(session, leaves, ANA.id, rig.clock.now(), tell=False)
    rig.sweep()


def _offer_own(rig: Rig) -> None:
    owner = Owner(TEAM, ANA.id)
    with rig.db.write(owner) as session:
        offer_deals(session, owner, SAM.id, rig.clock.now(), tell=True)
    rig.sweep()


def _answer(rig: Rig, action: str) -> None:
    offer = _message(rig, Told.OFFER)
    value = buttons(offer)[action][0]
    rig.ana.press(action, offer, value, f"answers-{value}")


def _message(rig: Rig, told: Told) -> JSON:
    found = [m for m in rig.ana.messages() if any(is_message_of(m, told, number) for number in range(1, 9))]
    return found[-1]
