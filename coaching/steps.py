"""The steps of asking about one plan: its nudge, one reminder, and then the deal waits for the rep."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal
from coaching.history import Pause, awake_days, history
from coaching.plan import WAITING_FOR_A_DATE, Opening, Plan, Reason, Why
from coaching.policy import Numbers


class Step(StrEnum):
    """Which of a plan's messages a nudge is: the first, the one reminder, or the end of asking."""

    NUDGE = "nudge"
    REMINDER = "reminder"
    WAITING = "waiting"


_ASKED_ANYHOW = frozenset({Opening.ONE_MORE_TRY, Opening.LOOK, Opening.RECOMMENDED, Opening.DID_THEY_ANSWER})
"""What the rep has chosen themselves, and what became of what they sent: letting go is for after that answer."""


def first_step(plan: Plan, ask_again_on: date, unseen: bool) -> tuple[Step, Opening, date] | None:
    """What asking about `plan` begins with; None when nothing is to be asked.

    A recommendation that waits for the rep's word is brought up on `ask_again_on`, for the first time while `unseen`.
    """
    if not plan.accepted:
        return Step.NUDGE if unseen else Step.REMINDER, Opening.RECOMMENDED, ask_again_on
    return (Step.NUDGE, plan.opening, plan.due.on) if plan.due and plan.opening else None


def next_step(step: Step, sent_on: date, numbers: Numbers) -> tuple[Step, date]:
    """What follows a message sent on the rep's day `sent_on`: one reminder, then the end of asking."""
    if step is Step.NUDGE:
        return Step.REMINDER, sent_on + timedelta(days=numbers.reminder_days)
    return Step.WAITING, sent_on + timedelta(days=numbers.waiting_days)


def earliest_day(
    step: Step, due_on: date, asked_on: date, today: date, pauses: tuple[Pause, ...], numbers: Numbers
) -> date:
    """The day a step may come: its own, or so many days after the rep was last asked, pauses not counted."""
    wait = {Step.REMINDER: numbers.reminder_days, Step.WAITING: numbers.waiting_days}.get(step)
    if wait is None:
        return due_on
    missing = wait - awake_days(asked_on, today, pauses)
    return max(due_on, today + timedelta(days=missing)) if missing > 0 else due_on


def quiet_stop(
    deal: LostDeal,
    step: Step,
    opening: Opening,
    now: datetime,
    zone: ZoneInfo,
    pauses: tuple[Pause, ...],
    numbers: Numbers,
) -> Reason | None:
    """Too long without a change to ask once more, unless this is the very day the prospect's calendar set (T11)."""
    rule = deal.plan.due.rule.why if deal.plan.due else None
    if rule in WAITING_FOR_A_DATE or opening in _ASKED_ANYHOW or step is not Step.NUDGE:
        return None
    counts = history(deal, now, zone, pauses)
    if counts.quiet_days < numbers.stop_quiet_days:
        return None
    return Reason(Why.QUIET, count=counts.quiet_days)


def last_asked(deal: LostDeal, zone: ZoneInfo) -> date:
    """The rep's day on which they were last asked about the plan that holds; before that, the day it was made."""
    planned = deal.plans[-1]
    asked = [nudged.sent_at for nudged in deal.nudges if nudged.plan_id == planned.id]
    return local_date(max(asked, default=planned.at), zone)
