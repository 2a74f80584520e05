"""A hand-over from Ana to Sam, as `gotano hand-over` puts it into the database, and what both see of it."""

from coaching.hand_over import Told
from playground import Gestures
from prompts.hand_over import REFUSE, TAKE, is_message_of
from storage.handovers import Offered, offer_deals
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.scenes import JSON

LEAVES, TAKES = Owner(TEAM, ANA.id), Owner(TEAM, SAM.id)


def offered(rig: Rig, tell: bool = True, to: str = SAM.id) -> Offered:
    """By whoever runs the server; the messages come with the next sweep."""
    with rig.db.write(LEAVES) as session:
        made = offer_deals(session, LEAVES, to, rig.clock.now(), tell)
    rig.sweep()
    return made


def messages(who: Gestures, told: Told) -> list[JSON]:
    """Those of the DM that tell this, oldest first."""
    return [m for m in who.messages() if any(is_message_of(m, told, number) for number in range(1, 50))]


def buttons(message: JSON) -> dict[str, list[str]]:
    """The values of a message's buttons by what they do."""
    found: dict[str, list[str]] = {}
    for block in message["blocks"]:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            found.setdefault(element["action_id"], []).append(element["value"])
    return found


def take(rig: Rig, place: int = 0) -> None:
    """Sam takes what stands there among what is still on offer."""
    _press(rig, TAKE, place)


def refuse(rig: Rig, place: int = 0) -> None:
    _press(rig, REFUSE, place)


def _press(rig: Rig, action: str, place: int) -> None:
    (offer,) = messages(rig.sam, Told.OFFER)
    value = buttons(offer)[action][place]
    rig.sam.press(action, offer, value, f"answers-{value}")


def handed(rig: Rig, prospect: str) -> DealRow:
    """Ana's row of the deal."""
    with rig.db.read(EVERYBODY) as session:
        return session.query(DealRow).filter_by(rep=ANA.id, prospect=prospect).one()
