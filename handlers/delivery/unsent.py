"""Claimed nudges without a message of their own: later, overtaken, the end of asking, or letting go instead."""

from dataclasses import replace

from slack_sdk import WebClient

from coaching.follow_up import let_go_recommended
from handlers.deals.show import show
from handlers.deals.work import DealOnShow, Work, change
from handlers.delivery.eligibility import EndOfAsking, Fate, Later, LetGoInstead, Overtaken, Ready
from handlers.slack.context import Services
from handlers.slack.errors import Refused
from storage.nudges import claim_of_deal, mark_done, postpone
from storage.owner import Owner


def store_fate(services: Services, client: WebClient, owner: Owner, fate: Fate) -> Ready | None:
    """Stores what was decided; the recommendation that is now to be sent instead, if it is one."""
    if isinstance(fate, Ready):
        return fate
    try:
        with change(services, owner) as work:
            instead, waiting = _store(work, fate), _end(work, fate)
    except Refused:
        # The deal was deleted at this moment, and its nudge with it.
        return None
    if waiting:
        show(services, client, owner, waiting)
    return instead


def _store(work: Work, fate: Fate) -> Ready | None:
    match fate:
        case Later(due, at, on, held):
            postpone(work.session, due, at, on, held=held)
        case Overtaken(due):
            # Parked by an earlier version, and overtaken since.
            mark_done(work.session, due)
        case LetGoInstead(due, stop):
            record = work.deal(due.deal_id)
            work.adopt(record, let_go_recommended(record.deal.plan, stop), unseen=True)
            claimed = claim_of_deal(work.session, record.id, work.now)
            # What Do Not Disturb held up comes at its end, also as the recommendation.
            return Ready(replace(claimed, failure=due.failure), record.deal) if claimed else None
    return None


def _end(work: Work, fate: Fate) -> DealOnShow | None:
    """The end of asking: the deal waits for the rep, and its messages say so."""
    if not isinstance(fate, EndOfAsking) or not mark_done(work.session, fate.due):
        return None
    record = work.deal(fate.due.deal_id)
    record.mark_waiting(work.now)
    return work.on_show(record)
