"""Offers as the rep sees them: the lines of a message, drawn as they stand now."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from coaching.dates import due_instant, local_date
from coaching.debrief import TEXT_LIMIT, Draft
from coaching.policy import Numbers
from handlers.deals.work import look
from handlers.slack.context import Services
from handlers.slack.dm import update
from handlers.slack.rep_times import Times
from handlers.slack.taking_back import take_back_or_leave
from prompts.amounts import read_amount
from prompts.blocks import Message
from prompts.debrief_modal import PROSPECT_LIMIT
from prompts.offer import Asked, OfferLine, offers_message
from prompts.playbook import Playbook
from storage.offer_tables import OfferStatus
from storage.offers import Offer, ReportedDeal, find_offer, offers_in_message
from storage.owner import Owner

_FIRST = date(1970, 1, 2)
_ANSWERED = {
    OfferStatus.DEBRIEFED: Asked.DEBRIEFED,
    OfferStatus.NOT_MINE: Asked.NOT_MINE,
    OfferStatus.LATER: Asked.LATER,
}


def draft_of(deal: ReportedDeal) -> Draft:
    """What the first screen begins with: the name, the reason as their words, and what the deal would have brought."""
    words = deal.reason[:TEXT_LIMIT] if deal.reason else None
    return Draft(prospect=deal.full_name[:PROSPECT_LIMIT], words=words, value=value_of(deal))


def said_at(deal: ReportedDeal, times: Times, today: date) -> datetime | None:
    """When the reason was given, as far as anybody told: on the day the deal was lost, at noon where the rep is.

    A day before the first that a screen can carry along is long past as it is.
    """
    if deal.lost_on is None or deal.lost_on > today:
        return None
    return datetime.combine(max(deal.lost_on, _FIRST), time(12), times.zone)


def value_of(deal: ReportedDeal) -> Decimal | None:
    """None also for an amount that cannot be read."""
    try:
        return read_amount(deal.amount) if deal.amount else None
    except ValueError:
        return None


def line_of(offer: Offer, zone: ZoneInfo, asked: Asked | None = None) -> OfferLine:
    """The offer as it stands; `asked` says how, where it is about to be sent."""
    deal = offer.deal
    again = Asked.AGAIN if offer.reminded_at else Asked.NOW
    on: date | None = local_date(offer.due_at, zone) if offer.due_at else None
    return OfferLine(
        offer.id,
        deal.full_name,
        str(offer.source),
        asked or _ANSWERED.get(offer.status, again),
        deal.lost_on,
        deal.reason,
        deal.amount,
        deal.url,
        on,
    )


def again_at(asked_at: datetime, is_first: bool, times: Times, numbers: Numbers) -> datetime:
    """When a message of that moment is followed by its reminder; after the reminder, by its end."""
    days = numbers.reminder_days if is_first else numbers.waiting_days
    on = local_date(asked_at, times.zone) + timedelta(days=days)
    return due_instant(on, times.zone, times.week)


def redraw_offer(services: Services, client: WebClient, owner: Owner, offer_id: int) -> None:
    """The message that an offer stands in; nothing for one that is gone, or was never sent."""
    with look(services, owner) as work:
        offer = find_offer(work.session, owner, offer_id)
    if offer and offer.channel and offer.message_ts:
        redraw_offers(services, client, owner, offer.channel, offer.message_ts)


def redraw_offers(services: Services, client: WebClient, owner: Owner, channel: str, ts: str) -> None:
    """A message with the offers whose newest it is; one that is left with none goes."""
    if not redraw_those_left(services, client, owner, channel, ts):
        take_back_or_leave(services, client, owner, [(channel, ts)])


def redraw_those_left(services: Services, client: WebClient, owner: Owner, channel: str, ts: str) -> bool:
    """The same, but a message that is left with none stays as it is; whether any was left."""
    with look(services, owner) as work:
        offers = offers_in_message(work.session, owner, channel, ts)
        shown = drawn(offers, work.times.zone, work.playbook) if offers else None
    if shown:
        update(client, channel, ts, shown)
    return shown is not None


def drawn(offers: Sequence[Offer], zone: ZoneInfo, playbook: Playbook) -> Message:
    return offers_message([line_of(offer, zone) for offer in offers], 0, playbook)
