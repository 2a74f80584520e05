"""Messages about what was deleted while nobody knew whether they came: looked for, and left to be taken back."""

import logging
from collections.abc import Collection, Iterator
from datetime import timedelta

from slack_sdk import WebClient

from handlers.delivery.envelope import read_metadata
from handlers.delivery.offer_messages import offers_of
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.deal_card import is_card_of
from prompts.hand_over import is_message_of
from storage.leftovers import Place
from storage.maybe_there import Handed, MaybeThere
from storage.nudges import any_there
from storage.owner import Owner
from storage.reps import find_rep

_EARLIER = timedelta(days=1)
"""Looked back beyond the try itself: the database's clock and Slack's need not agree."""
_LOOKED_AT = 100
"""Messages; a card, or a message about a hand-over, that may have come stands among the newest."""
_log = logging.getLogger(__name__)


def find_deleted(
    services: Services, client: WebClient, maybe: MaybeThere, owner: Owner, channel: str | None
) -> list[Place]:
    """What came all the same, in the rep's DM `channel` or, about a hand-over, in a colleague's.

    A digest is among them once all its deals are deleted, together or one by one. What Slack does not let us look for
    stays, and the log says so.
    """
    found: list[Place] = []
    looks = (
        [_carrying(services, client, maybe, owner, channel), _cards(client, maybe, channel)]
        if channel
        else []
    )
    for whose, handed in maybe.handed.items():
        where = channel if whose == owner else _dm_of(services, whose)
        looks += [_about_hand_overs(client, handed, where)] if where else []
    for look in looks:
        try:
            found += look
        except SLACK_FAILED as error:
            about = {"team": owner.team, "error": error_code(error)}
            _log.warning("cannot look for what was sent", extra=about)
    return list(dict.fromkeys(found))


def _carrying(
    services: Services, client: WebClient, maybe: MaybeThere, owner: Owner, channel: str
) -> Iterator[Place]:
    """Nudges and offers."""
    sought = {*maybe.nudges, *maybe.offers}
    if not sought:
        return
    since = min(maybe.since or services.now(), services.now()) - _EARLIER
    for message in services.reading.with_metadata(client, channel, since, sought):
        ids, in_digest = read_metadata(message)
        if not sought & {*ids, *offers_of(message)}:
            continue
        if maybe.everything or not (in_digest and _tells_of_others(services, owner, ids)):
            yield channel, str(message["ts"])


def _tells_of_others(services: Services, owner: Owner, ids: Collection[str]) -> bool:
    """Whether a digest carries a nudge of a deal that was not deleted."""
    with services.db.read(owner) as session:
        return any_there(session, owner, ids)


def _cards(client: WebClient, maybe: MaybeThere, channel: str) -> Iterator[Place]:
    for message in newest(client, channel, _LOOKED_AT) if maybe.cards else ():
        if any(is_card_of(message, deal_id) for deal_id in maybe.cards):
            yield channel, str(message["ts"])


def _about_hand_overs(client: WebClient, handed: Collection[Handed], channel: str) -> Iterator[Place]:
    for message in newest(client, channel, _LOOKED_AT):
        if any(is_message_of(message, told, hand_over_id) for told, hand_over_id in handed):
            yield channel, str(message["ts"])


def _dm_of(services: Services, whose: Owner) -> str | None:
    with services.db.read(whose) as session:
        rep = find_rep(session, whose)
    return rep.dm_channel if rep else None
