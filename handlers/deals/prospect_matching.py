"""Whether a prospect is known already: the deal a further no joins, names alike, and what was said last time."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coaching.dates import local_date
from coaching.deal import LostDeal, Source
from coaching.debrief import Draft
from coaching.history import count_noes
from handlers.deals.names import alike
from handlers.deals.work import Work
from prompts.debrief_context import NO_CONTEXT, Alike, Earlier, ScreenContext
from storage.deal_names import names_of
from storage.deal_record import DealRecord, prospect_key
from storage.deals import find_by_prospect, find_record, find_records
from storage.owner import Owner


def deal_joined(session: Session, owner: Owner, draft: Draft, lock: bool = False) -> DealRecord | None:
    """The deal this no belongs to: the one the rep pointed at, else the one of exactly this name."""
    pointed = find_record(session, owner, draft.joins, lock) if draft.joins else None
    if pointed and not pointed.is_over:
        return pointed
    return find_by_prospect(session, owner, draft.prospect, lock)


def screen_context(work: Work, draft: Draft, source: Source) -> ScreenContext:
    """The names alike to ask about, or what was said last time by a prospect who says no again.

    In one statement where there is neither. While answers are corrected there is nothing to ask, or to say.
    """
    if source is not Source.DEBRIEF or not draft.prospect:
        return NO_CONTEXT
    session, owner = work.session, work.owner
    names = names_of(session, owner)
    key = prospect_key(draft.prospect)
    if draft.joins is None and not any(prospect_key(name) == key for _, name in names):
        return ScreenContext(alike=_alike(work, draft, names))
    record = deal_joined(session, owner, draft)
    return ScreenContext(earlier=_earlier(record.deal, work.times.zone)) if record else NO_CONTEXT


def _alike(work: Work, draft: Draft, names: Sequence[tuple[int, str]]) -> tuple[Alike, ...]:
    suffixes = frozenset(work.playbook.words.texts["formats.company_suffixes"].split())
    ids = alike(draft.prospect, names, suffixes)
    found = find_records(work.session, ids)
    return tuple(_one(found[deal_id].deal, work.times.zone) for deal_id in ids if deal_id in found)


def _earlier(deal: LostDeal, zone: ZoneInfo) -> Earlier:
    last, count = deal.debriefs[-1], count_noes(deal) + 1
    return Earlier(last.answers.kind, local_date(last.at, zone), count, last.answers.words)


def _one(deal: LostDeal, zone: ZoneInfo) -> Alike:
    return Alike(deal.id, deal.prospect, deal.plan.verdict, deal.answers.kind, local_date(deal.made_at, zone))
