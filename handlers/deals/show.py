"""Showing a deal as it stands: its card, its newest messages, and Home for a rep who looks at it."""

import logging

from slack_sdk import WebClient

from handlers.deals.card_post import draw_card, post_card_once
from handlers.deals.home_page import refresh_home
from handlers.deals.messages import nudges_on_show
from handlers.deals.work import DealOnShow, look
from handlers.slack.context import Services
from handlers.slack.dm import update
from handlers.slack.errors import SLACK_FAILED, Refused, error_code
from handlers.slack.taking_back import take_back_or_leave
from prompts.blocks import Message
from storage.cards import owe_card
from storage.owner import Owner

_log = logging.getLogger(__name__)


def show(services: Services, client: WebClient, owner: Owner, shown: DealOnShow, moves: bool = False) -> None:
    """Brings card, newest nudges and Home up to date. The card is posted when there is none yet; one that `moves`
    is posted again, below all that came since, and taken back where it stood.

    What Slack does not take is brought up to date with the next thing that happens; a card that is missing is posted
    later by the clock.
    """
    deal = shown.deal
    drawn = draw_card(services, owner, shown)
    try:
        stood = (deal.card_channel, deal.card_ts) if deal.card_channel and deal.card_ts else None
        if stood and moves:
            _move(services, client, owner, shown, drawn, stood)
        elif not (stood and update(client, *stood, drawn)):
            post_card_once(services, client, owner, shown, drawn)
        for sent, message in nudges_on_show(services, owner, shown):
            update(client, sent.channel, sent.message_ts, message)
        refresh_home(services, client, owner, shown.rep)
    except SLACK_FAILED as error:
        _log.warning("a deal is not redrawn", extra={"deal": deal.id, "error": error_code(error)})


def _move(
    services: Services,
    client: WebClient,
    owner: Owner,
    shown: DealOnShow,
    drawn: Message,
    stood: tuple[str, str],
) -> None:
    """Where Slack does not take it, the card that is there says what the new one would have: it is not missing."""
    try:
        if post_card_once(services, client, owner, shown, drawn):
            take_back_or_leave(services, client, owner, [stood])
    except SLACK_FAILED:
        with services.db.write(owner) as session:
            owe_card(session, shown.deal.id, None)
        update(client, *stood, drawn)


def redraw(services: Services, client: WebClient, owner: Owner, deal_id: int, moves: bool = False) -> None:
    """Shows a deal that nothing has been done to in this request; one that was deleted since is left alone."""
    try:
        with look(services, owner) as work:
            shown = work.on_show(work.deal(deal_id))
    except Refused:
        return
    show(services, client, owner, shown, moves)
