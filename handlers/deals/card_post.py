"""Posting a deal's card: once, however often it is asked for, and until Slack has it."""

from collections.abc import Callable
from datetime import timedelta

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.deals.work import DealOnShow, look
from handlers.slack.context import Services
from handlers.slack.dm import to_dm
from handlers.slack.errors import SLACK_FAILED, Refused
from handlers.slack.taking_back import take_back_or_leave
from prompts.blocks import Message
from prompts.deal_card import card
from storage.cards import owe_card, remember_card
from storage.owner import EVERYBODY, Owner
from storage.processed_requests import forget, is_first_time

CARD_GRACE = timedelta(minutes=1)
"""A card is posted with the verdict; one that is still missing after this long is posted by the clock."""


def _always() -> bool:
    return True


def draw_card(services: Services, owner: Owner, shown: DealOnShow) -> Message:
    return card(shown.deal, services.playbook_for(owner), shown.times.zone)


def post_card_once(
    services: Services, client: WebClient, owner: Owner, shown: DealOnShow, drawn: Message
) -> bool:
    """Whether it was posted here: two deliveries of one submission, or two replicas, may find it missing at once."""
    deal = shown.deal
    mark = f"card/{deal.id}/{deal.card_ts}"
    with services.db.write(EVERYBODY) as session:
        mine = is_first_time(session, mark, services.now())
    if not mine:
        return False
    try:
        return post_card(services, client, owner, shown, drawn)
    except SLACK_FAILED:
        with services.db.write(EVERYBODY) as session:
            forget(session, mark)
            owe_card(session, deal.id, services.now() + CARD_GRACE)
        raise


def post_card(
    services: Services,
    client: WebClient,
    owner: Owner,
    shown: DealOnShow,
    drawn: Message,
    wanted: Callable[[], bool] = _always,
) -> bool:
    """Whether it was posted; where it stands is kept then, and it is owed no more.

    Not once it is not `wanted` any more. No card is left of a deal that goes in the very moment of posting.
    """

    def post(channel: str) -> str | None:
        message = _in_its_turn(services, owner, shown, drawn, channel)
        # As late as can be: between this and the post lies the one window that remains.
        if message is None or not wanted():
            return None
        return str(client.chat_postMessage(channel=channel, **message)["ts"])

    channel, ts = to_dm(services, client, owner, post)
    if ts is None:
        return False
    with services.db.write(owner) as session:
        kept = remember_card(session, shown.deal.id, channel, ts)
    if not kept:
        take_back_or_leave(services, client, owner, [(channel, ts)])
    return kept


def _in_its_turn(
    services: Services, owner: Owner, shown: DealOnShow, drawn: Message, channel: str
) -> Message | None:
    """While it waits for its turn in the conversation, the deal may be deleted, changed, or get its card from somebody
    else: it is looked at again then."""
    if not services.throttle.wait_turn(channel):
        return drawn
    now = _as_it_is(services, owner, shown.deal)
    return draw_card(services, owner, now) if now else None


def _as_it_is(services: Services, owner: Owner, before: LostDeal) -> DealOnShow | None:
    """None once it is gone, or its card stands elsewhere than it did."""
    try:
        with look(services, owner) as work:
            shown = work.on_show(work.deal(before.id))
    except Refused:
        return None
    return shown if shown.deal.card_ts == before.card_ts else None
