"""Whether a prospect is known already: the deal a further no joins, names alike, and what was said last time."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coaching.dates import local_date
from coaching.deal import LostDeal, Source
from coaching.debrief import Draft
from handlers.deals.names import alike
from prompts.debrief_context import Alike, Earlier, ScreenContext
from prompts.playbook import Playbook
from storage.deals import find_by_prospect, find_deal
from storage.drafts import StoredDraft
from storage.overview import names_of
from storage.owner import Owner


def deal_joined(session: Session, owner: Owner, draft: Draft) -> LostDeal | None:
    """The deal this no belongs to: the one the rep pointed at, else the one of exactly this name."""
    pointed = find_deal(session, owner, draft.joins, lock=True) if draft.joins else None
    if pointed and not pointed.won_back_at:
        return pointed
    return find_by_prospect(session, owner, draft.prospect, lock=True)


def names_alike(
    session: Session, owner: Owner, kept: StoredDraft, playbook: Playbook, zone: ZoneInfo
) -> tuple[Alike, ...]:
    """The deals to ask about, while the rep has not said; none when the name is known exactly."""
    draft = kept.draft
    if kept.source is not Source.DEBRIEF or draft.joins is not None:
        return ()
    if find_by_prospect(session, owner, draft.prospect):
        return ()
    suffixes = frozenset(playbook.words.texts["formats.company_suffixes"].split())
    ids = alike(draft.prospect, names_of(session, owner), suffixes)
    deals = [deal for deal_id in ids if (deal := find_deal(session, owner, deal_id))]
    return tuple(
        Alike(deal.id, deal.prospect, deal.plan.verdict, deal.answers.kind, local_date(deal.made_at, zone))
        for deal in deals
    )


def screen_context(session: Session, owner: Owner, kept: StoredDraft, zone: ZoneInfo) -> ScreenContext:
    """What was said last time by a prospect who says no again."""
    deal = deal_joined(session, owner, kept.draft) if kept.source is Source.DEBRIEF else None
    if deal is None:
        return ScreenContext()
    last = deal.debriefs[-1]
    noes = sum(d.answers.is_a_no for d in deal.debriefs if d.source in (Source.DEBRIEF, Source.STILL_NO))
    return ScreenContext(
        earlier=Earlier(last.answers.kind, local_date(last.at, zone), noes + 1, last.answers.words)
    )
