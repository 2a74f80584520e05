"""A finished debrief is stored: as a new lost deal, as one more no, or as a correction."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Reply, Source
from handlers.deals.prospect_matching import deal_joined
from handlers.deals.work import adopt_plan, check_nudge, deal_to_change, judge_anew
from handlers.slack.context import Services
from handlers.slack.errors import Refused
from storage.deals import add_debrief, add_reply, rename_deal, start_deal
from storage.drafts import StoredDraft, finish_draft, save_draft
from storage.owner import Owner


def store_debrief(services: Services, session: Session, owner: Owner, kept: StoredDraft) -> LostDeal:
    """Deal, answers, verdict and nudge, all in the caller's transaction; a second time changes nothing."""
    now, answers, name = services.now(), kept.draft.answers(), kept.draft.prospect
    if kept.finished_at and kept.deal_id:
        return deal_to_change(session, owner, kept.deal_id)
    if kept.deal_id is None:
        joined = deal_joined(session, owner, kept.draft)
        deal_id = joined.id if joined else start_deal(session, owner, name, now)
        add_debrief(session, deal_id, answers, kept.source, now, prospect=name)
        reply_id = None
    else:
        deal = deal_to_change(session, owner, kept.deal_id)
        if deal.won_back_at:
            raise Refused("card.not_possible_now")
        deal_id, corrected = deal.id, deal.debriefs[-1].id
        rename_deal(session, deal_id, name)
        reply_id = _they_told(session, owner, deal, kept, now)
        add_debrief(session, deal_id, answers, kept.source, now, corrected, reply_id, name)
    plan = judge_anew(services, session, owner, deal_id)
    adopt_plan(services, session, owner, deal_to_change(session, owner, deal_id), plan, reply_id)
    save_draft(session, kept.id, kept.draft, now)
    finish_draft(session, kept.id, deal_id, now)
    return deal_to_change(session, owner, deal_id)


def _they_told(
    session: Session, owner: Owner, deal: LostDeal, kept: StoredDraft, now: datetime
) -> int | None:
    """The reply that a late "they told me" is; an edit is none."""
    if kept.source is not Source.TOLD_ME:
        return None
    check_nudge(session, owner, deal, kept.nudge_id)
    return add_reply(session, deal.id, Reply.TOLD_ME, now, kept.nudge_id)
