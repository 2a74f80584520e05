"""Whether this is a nudge's moment, by the rep's present zone, settings and pauses; else it is put off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.dates import local_date, sending_instant
from coaching.deal import LostDeal
from coaching.follow_up import let_go_recommended
from coaching.history import awake_days, history
from coaching.plan import WAITING_FOR_A_DATE, Opening, Reason, Why
from handlers.deals.redraw import redraw
from handlers.deals.work import adopt_plan
from handlers.slack.context import Services
from handlers.slack.rep_times import Times
from storage.deals import find_deal, mark_waiting
from storage.nudges import DueNudge, claim_of_deal, is_still_due, mark_done, postpone
from storage.sent_nudges import last_asked
from storage.tables import Step


@dataclass(frozen=True)
class Ready:
    """A nudge whose moment this is, with its deal."""

    due: DueNudge
    deal: LostDeal


def ready_now(services: Services, client: WebClient, due: DueNudge, undisturbed: datetime) -> Ready | None:
    """The nudge with its deal, when this is its moment by the rep's present zone and settings; else it waits."""
    now = services.now()
    with services.db.write(due.owner) as session:
        deal = find_deal(session, due.owner, due.deal_id, lock=True)
        if deal is None or not is_still_due(session, due):
            return None
        if deal.plans[-1].id != due.plan_id or deal.won_back_at:
            # Parked by an earlier version, and overtaken since.
            mark_done(session, due)
            return None
        times = services.times(session, due.owner)
        earliest = _counted_from(services, session, due, deal, times)
        window = services.playbook.policy.numbers.send_window
        at = sending_instant(earliest, max(now, undisturbed), times.zone, times.week, window)
        if at > now:
            postpone(session, due, at, earliest)
            return None
        if due.step is not Step.WAITING:
            stop = _quiet_too_long(services, times, due, deal)
            return _recommend(services, session, due, deal, stop) if stop else Ready(due, deal)
        mark_done(session, due)
        mark_waiting(session, deal.id, now)
    redraw(services, client, due.owner, deal.id)
    return None


def _recommend(
    services: Services, session: Session, due: DueNudge, deal: LostDeal, stop: Reason
) -> Ready | None:
    """Letting go is recommended in the place of one more question."""
    adopt_plan(services, session, due.owner, deal, let_go_recommended(deal.plan, stop), unseen=True)
    instead = claim_of_deal(session, deal.id, services.now())
    changed = find_deal(session, due.owner, deal.id)
    return Ready(instead, changed) if instead and changed else None


def _counted_from(services: Services, session: Session, due: DueNudge, deal: LostDeal, times: Times) -> date:
    """The day it may come: its own, or for a reminder so many days after the last message, pauses not counted."""
    numbers = services.playbook.policy.numbers
    wait = {Step.REMINDER: numbers.reminder_days, Step.WAITING: numbers.waiting_days}.get(due.step)
    if wait is None:
        return due.due_on
    today = services.today(times.zone)
    asked_on = local_date(last_asked(session, due) or deal.plans[-1].at, times.zone)
    missing = wait - awake_days(asked_on, today, times.pauses)
    return max(due.due_on, today + timedelta(days=missing)) if missing > 0 else due.due_on


def _quiet_too_long(services: Services, times: Times, due: DueNudge, deal: LostDeal) -> Reason | None:
    """Too long without a change to ask once more, unless this is the very day the prospect's calendar set."""
    rule = deal.plan.due.rule.why if deal.plan.due else None
    chosen = due.opening in (Opening.ONE_MORE_TRY, Opening.LOOK, Opening.RECOMMENDED)
    if rule in WAITING_FOR_A_DATE or chosen or due.step is not Step.NUDGE:
        return None
    counts = history(deal, services.now(), times.zone, times.pauses)
    if counts.quiet_days < services.playbook.policy.numbers.stop_quiet_days:
        return None
    return Reason(Why.QUIET, count=counts.quiet_days)
