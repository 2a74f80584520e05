"""Whether what a rep pressed can still be done: each check raises Refused with the words that say why not."""

from datetime import datetime

from coaching.deal import LostDeal
from coaching.follow_up import offers_let_go
from handlers.slack.errors import Refused
from prompts.calendar_file import has_date
from prompts.deal_modals import DealMetadata
from storage.deal_record import DealRecord
from storage.records import SentNudge


def check_open_nudge(deal: LostDeal, nudge: SentNudge) -> None:
    """Refused when the nudge has been answered, or when something else was decided since."""
    if is_answered(deal, nudge):
        raise Refused("card.already_answered")
    if deal.plans[-1].id != nudge.plan_id or deal.is_over:
        raise Refused("card.not_possible_now")


def is_answered(deal: LostDeal, nudge: SentNudge) -> bool:
    return any(reply.nudge_id == nudge.id for reply in deal.replies)


def check_nudge(record: DealRecord, nudge_id: int | None) -> None:
    """Refused when this answers a nudge of the deal's that waits for no answer any more."""
    if nudge_id is None:
        return
    sent = next((sent for sent in record.sent if sent.id == nudge_id), None)
    if sent is None:
        raise Refused("card.no_longer_there")
    check_open_nudge(record.deal, sent)


def check_unchanged(deal: LostDeal, about: DealMetadata) -> None:
    """Refused when a form comes twice, or after something else was decided."""
    if about.plan_id is not None and deal.plans[-1].id != about.plan_id:
        raise Refused("card.already_answered")


def check_recommendation(deal: LostDeal, plan_id: int | None) -> None:
    """Refused when letting go is not what is being asked any more."""
    if deal.plans[-1].id != plan_id or not offers_let_go(deal.plan) or deal.is_over:
        raise Refused("card.already_answered")


def check_date_ahead(deal: LostDeal, now: datetime) -> datetime:
    """When the deal is taken up next; Refused when it has no date, or when that has come."""
    if deal.asks_at is None or not has_date(deal):
        raise Refused("calendar.no_date")
    if deal.asks_at <= now:
        raise Refused("calendar.has_come")
    return deal.asks_at


def open_nudge(record: DealRecord) -> int | None:
    """The nudge that waits for an answer, if there is one: what happened is then its answer."""
    deal = record.deal
    for sent in record.sent:
        if sent.plan_id == deal.plans[-1].id and not is_answered(deal, sent):
            return sent.id
    return None
