"""Posting a deal's card: once, however often it is asked for, and until Slack has it."""

import logging
from datetime import timedelta

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.slack.context import Services
from handlers.slack.dm import post_to_dm
from handlers.slack.errors import SLACK_FAILED
from prompts.blocks import Message
from storage.cards import owe_card, remember_card
from storage.owner import EVERYBODY, Owner
from storage.processed_requests import forget, is_first_time

CARD_GRACE = timedelta(minutes=1)
"""A card is posted with the verdict; one that is still missing after this long is posted by the clock."""
_log = logging.getLogger(__name__)


def post_card_once(
    services: Services, client: WebClient, owner: Owner, deal: LostDeal, drawn: Message
) -> bool:
    """Whether it was posted here: two deliveries of one submission, or two replicas, may find it missing at once."""
    mark = f"card/{deal.id}/{deal.card_ts}"
    with services.db.write(EVERYBODY) as session:
        mine = is_first_time(session, mark, services.now())
    if not mine:
        return False
    try:
        post_card(services, client, owner, deal, drawn)
    except SLACK_FAILED:
        with services.db.write(EVERYBODY) as session:
            forget(session, mark)
            owe_card(session, deal.id, services.now() + CARD_GRACE)
        raise
    return True


def post_card(services: Services, client: WebClient, owner: Owner, deal: LostDeal, drawn: Message) -> None:
    """Posts it; where it stands is kept, and it is owed no more."""
    channel, ts = post_to_dm(services, client, owner, drawn)
    with services.db.write(owner) as session:
        remember_card(session, deal.id, channel, ts)
