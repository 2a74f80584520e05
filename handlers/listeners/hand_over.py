"""*Take it*, *No, thanks* and *Take all* of a colleague; *Hand my words along*, *Keep my words* of whoever leaves."""

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.hand_over import Answer
from handlers.deals.hand_over import HasOne, redraw_hand_over, redraw_taken, take_offer
from handlers.deals.home_page import refresh_home
from handlers.deals.work import change, look
from handlers.slack.context import Services, asked
from handlers.slack.errors import Refused
from prompts import hand_over
from prompts.view_state import Unreadable
from storage.handover_messages import turn_page
from storage.handover_passing import say_whether_words_go
from storage.handovers import find_hand_over, find_offered, settle_offer, taken_from
from storage.owner import Owner


def register(app: App) -> None:
    app.action(hand_over.TAKE)(on_take)
    app.action(hand_over.REFUSE)(on_refuse)
    app.action(hand_over.TAKE_ALL)(on_take_all)
    app.action(hand_over.HAND_ALONG)(on_words)
    app.action(hand_over.KEEP)(on_words)
    app.action(re.compile(f"^{hand_over.PAGE}_"))(on_page)


def on_take(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """A second press, and a second delivery, change nothing."""
    ack()
    services, owner = asked(context)
    handed_id, refused = _id(action), None
    try:
        hand_over_id = take_offer(services, owner, handed_id, with_card=True)
    except HasOne:
        hand_over_id, refused = _hand_over_of(services, owner, handed_id), handed_id
    _show(services, client, owner, hand_over_id, [handed_id], refused)


def on_take_all(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Each by itself: what cannot be taken holds up no other. A card each would be a flood; they stand on Home."""
    ack()
    services, owner = asked(context)
    with services.db.read(owner) as session:
        shown = find_hand_over(session, _id(action))
    if shown is None or shown.to != owner.rep:
        raise Refused("card.no_longer_there")
    refused = None
    for deal in shown.waiting:
        try:
            take_offer(services, owner, deal.id, with_card=False)
        except HasOne:
            refused = refused or deal.id
    _show(services, client, owner, shown.id, [deal.id for deal in shown.waiting], refused)


def on_refuse(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    hand_over_id = _hand_over_of(services, owner, _id(action))
    with change(services, owner) as work:
        settle_offer(work.session, _id(action), Answer.REFUSED, work.now)
    redraw_hand_over(services, client, owner, hand_over_id)


def on_words(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Off until said; what was taken already is told of them then, too."""
    ack()
    services, owner = asked(context)
    go = action["action_id"] == hand_over.HAND_ALONG
    with change(services, owner) as work:
        if not say_whether_words_go(work.session, owner, _id(action), go, work.now):
            raise Refused("card.no_longer_there")
    redraw_hand_over(services, client, owner, _id(action))


def on_page(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    hand_over_id, told, page = hand_over.read_page(action.get("value"))
    with services.db.write(owner) as session:
        turn_page(session, hand_over_id, told, page)
    redraw_hand_over(services, client, owner, hand_over_id)


def _show(
    services: Services,
    client: WebClient,
    owner: Owner,
    hand_over_id: int,
    pressed: Sequence[int],
    refused: int | None,
) -> None:
    """In both DMs, on the cards of whoever had the deals, and on Home."""
    redraw_hand_over(services, client, owner, hand_over_id, refused)
    with services.db.read(owner) as session:
        taken = taken_from(session, pressed)
    for by, deal_id in taken:
        redraw_taken(services, client, by, deal_id)
    with look(services, owner) as work:
        refresh_home(services, client, owner, work.rep)


def _hand_over_of(services: Services, owner: Owner, handed_id: int) -> int:
    with services.db.read(owner) as session:
        offered = find_offered(session, owner, handed_id)
    if offered is None:
        raise Refused("card.no_longer_there")
    return offered.hand_over_id


def _id(action: dict[str, Any]) -> int:
    try:
        return int(action["value"])
    except (KeyError, TypeError, ValueError):
        raise Unreadable("actions.0.value") from None
