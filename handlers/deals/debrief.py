"""A finished debrief is stored: as a new lost deal, as one more no, or as a correction."""

from datetime import datetime

from coaching.deal import Reply, Source
from handlers.deals.card_post import CARD_GRACE
from handlers.deals.checks import check_nudge
from handlers.deals.prospect_matching import deal_joined
from handlers.deals.work import Work
from handlers.deals.workflow_step import end_debriefed
from handlers.slack.errors import Refused
from storage.deal_record import DealRecord
from storage.drafts import StoredDraft, finish_draft
from storage.offer_answers import settle_debriefed
from storage.offer_tables import OfferSource


def store_debrief(work: Work, kept: StoredDraft) -> DealRecord:
    """Deal, answers, verdict and nudge, all in the caller's transaction; a second time changes nothing."""
    if kept.finished_at and kept.deal_id:
        return work.deal(kept.deal_id)
    record, reply_id = _a_no(work, kept) if kept.deal_id is None else _a_correction(work, kept, kept.deal_id)
    work.adopt(record, work.judge(record), reply_id)
    record.count_in(work.rep.currency if work.rep else None)
    record.promise_card(work.now + CARD_GRACE)
    if kept.offer_id:
        _settle_offer(work, record, kept.offer_id)
    finish_draft(work.session, kept.id, kept.draft, record.id, work.now)
    return record


def _settle_offer(work: Work, record: DealRecord, offer_id: int) -> None:
    """What it was offered as is debriefed with it; where its record stands is kept, and a workflow goes on."""
    offer = settle_debriefed(work.session, work.owner, offer_id, record.id, work.now)
    if offer and offer.deal.url:
        record.row.url = offer.deal.url
    if offer and offer.source is OfferSource.STEP:
        end_debriefed(work.services, work.session, work.owner, offer_id, record.deal)


def _a_no(work: Work, kept: StoredDraft) -> tuple[DealRecord, None]:
    name = kept.draft.prospect
    joined = deal_joined(work.session, work.owner, kept.draft, lock=True)
    record = joined or DealRecord.start(work.session, work.owner, name, work.now)
    work.watch(record, is_new=joined is None)
    record.add_debrief(kept.draft.answers(), kept.source, work.now, prospect=name, said_at=_said_at(kept))
    return record, None


def _a_correction(work: Work, kept: StoredDraft, deal_id: int) -> tuple[DealRecord, int | None]:
    record = work.deal(deal_id)
    deal = record.deal
    if deal.is_over:
        raise Refused("card.not_possible_now")
    record.rename(kept.draft.prospect)
    reply_id = _they_told(work, record, kept)
    record.add_debrief(
        kept.draft.answers(),
        kept.source,
        work.now,
        corrects=deal.debriefs[-1].id,
        reply_id=reply_id,
        prospect=kept.draft.prospect,
        said_at=_said_at(kept),
    )
    return record, reply_id


def _said_at(kept: StoredDraft) -> datetime | None:
    """When its words were said; where that is not known, when the debrief was begun."""
    return (kept.draft.said_at or kept.made_at) if kept.draft.words else None


def _they_told(work: Work, record: DealRecord, kept: StoredDraft) -> int | None:
    """The reply that a late "they told me" is; an edit is none."""
    if kept.source is not Source.TOLD_ME:
        return None
    check_nudge(record, kept.nudge_id)
    return record.add_reply(Reply.TOLD_ME, work.now, kept.nudge_id)
