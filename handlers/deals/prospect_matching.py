"""Whether a prospect is known already: the deal a further no joins, names alike, and what was said last time."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coaching.dates import local_date
from coaching.deal import LostDeal, Source
from coaching.debrief import Draft
from coaching.history import count_noes
from handlers.deals.names import alike
from prompts.debrief_context import Alike, Earlier, ScreenContext
from prompts.playbook import Playbook
from storage.deal_record import DealRecord
from storage.deals import find_by_prospect, find_record, find_records, is_known
from storage.drafts import StoredDraft
from storage.overview import names_of
from storage.owner import Owner


def deal_joined(session: Session, owner: Owner, draft: Draft, lock: bool = False) -> DealRecord | None:
    """The deal this no belongs to: the one the rep pointed at, else the one of exactly this name."""
    pointed = find_record(session, owner, draft.joins, lock) if draft.joins else None
    if pointed and not pointed.is_won_back:
        return pointed
    return find_by_prospect(session, owner, draft.prospect, lock)


def names_alike(
    session: Session, owner: Owner, kept: StoredDraft, playbook: Playbook, zone: ZoneInfo
) -> tuple[Alike, ...]:
    """The deals to ask about, while the rep has not said; none when the name is known exactly."""
    draft = kept.draft
    if kept.source is not Source.DEBRIEF or draft.joins is not None:
        return ()
    if is_known(session, owner, draft.prospect):
        return ()
    suffixes = frozenset(playbook.words.texts["formats.company_suffixes"].split())
    ids = alike(draft.prospect, names_of(session, owner), suffixes)
    found = find_records(session, ids)
    return tuple(_alike(found[deal_id].deal, zone) for deal_id in ids if deal_id in found)


def screen_context(session: Session, owner: Owner, kept: StoredDraft, zone: ZoneInfo) -> ScreenContext:
    """What was said last time by a prospect who says no again."""
    record = deal_joined(session, owner, kept.draft) if kept.source is Source.DEBRIEF else None
    if record is None:
        return ScreenContext()
    deal = record.deal
    last = deal.debriefs[-1]
    count = count_noes(deal) + 1
    return ScreenContext(
        earlier=Earlier(last.answers.kind, local_date(last.at, zone), count, last.answers.words)
    )


def _alike(deal: LostDeal, zone: ZoneInfo) -> Alike:
    return Alike(deal.id, deal.prospect, deal.plan.verdict, deal.answers.kind, local_date(deal.made_at, zone))
