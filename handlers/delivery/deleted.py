"""Messages about what was deleted while nobody knew whether they came: looked for, and left to be taken back."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk import WebClient

from handlers.delivery.envelope import read_metadata
from handlers.delivery.offer_messages import offers_of
from handlers.delivery.retry_policy import may_pass
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.deal_card import is_card_of
from prompts.hand_over import is_message_of
from storage.leftovers import Place
from storage.nudges import any_there
from storage.owner import Owner
from storage.sought import Sought

_EARLIER = timedelta(days=1)
"""Looked back beyond the try itself: the database's clock and Slack's need not agree."""
_LOOKED_AT = 100
"""Messages; a card, or a message about a hand-over, that may have come stands among the newest."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looked:
    """What was found, and the ids of the looks that went well."""

    places: Sequence[Place]
    done: Sequence[int]


def find_deleted(
    services: Services, client: WebClient, owner: Owner, searches: Mapping[int, Sought]
) -> Looked:
    """What came all the same; the log says what Slack does not let us look for.

    When Slack is away, or wants a rest, the looks after that one are left as well.
    """
    found: list[Place] = []
    done = []
    for search_id, sought in searches.items():
        try:
            found += look_for(services, client, owner, sought)
            done.append(search_id)
        except SLACK_FAILED as error:
            about = {"team": owner.team, "error": error_code(error)}
            _log.warning("cannot look for what was sent", extra=about)
            if may_pass(error):
                break
    return Looked(list(dict.fromkeys(found)), done)


def look_for(services: Services, client: WebClient, owner: Owner, sought: Sought) -> Sequence[Place]:
    """What of it came. A digest does once all its deals are deleted, together or one by one."""
    if sought.nudges or sought.offers:
        return list(_carrying(services, client, sought, owner))
    if sought.cards:
        return list(_cards(client, sought))
    return list(_about_hand_overs(client, sought))


def _carrying(services: Services, client: WebClient, sought: Sought, owner: Owner) -> Iterator[Place]:
    """Nudges and offers."""
    ids = {*sought.nudges, *sought.offers}
    since = min(sought.since or services.now(), services.now()) - _EARLIER
    for message in services.reading.with_metadata(client, sought.channel, since, ids):
        carried, in_digest = read_metadata(message)
        if not ids & {*carried, *offers_of(message)}:
            continue
        if sought.everything or not (in_digest and _tells_of_others(services, owner, carried)):
            yield sought.channel, str(message["ts"])


def _tells_of_others(services: Services, owner: Owner, ids: Collection[str]) -> bool:
    """Whether a digest carries a nudge of a deal that was not deleted."""
    with services.db.read(owner) as session:
        return any_there(session, owner, ids)


def _cards(client: WebClient, sought: Sought) -> Iterator[Place]:
    for message in newest(client, sought.channel, _LOOKED_AT):
        if any(is_card_of(message, deal_id) for deal_id in sought.cards):
            yield sought.channel, str(message["ts"])


def _about_hand_overs(client: WebClient, sought: Sought) -> Iterator[Place]:
    for message in newest(client, sought.channel, _LOOKED_AT):
        if any(is_message_of(message, told, hand_over_id) for told, hand_over_id in sought.handed):
            yield sought.channel, str(message["ts"])
