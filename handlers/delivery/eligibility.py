"""What is to become of a nudge that was claimed, by the rep's present zone, settings and pauses. Nothing is stored."""

from dataclasses import dataclass
from datetime import date, datetime

from coaching.dates import is_late_moment, local_date, sending_instant, undisturbed_instant
from coaching.deal import LostDeal
from coaching.plan import Reason
from coaching.policy import Numbers
from coaching.steps import Step, earliest_day, last_asked, quiet_stop
from handlers.slack.context import Services
from handlers.slack.rep_times import Times
from storage.nudges import DueNudge


@dataclass(frozen=True)
class Ready:
    """A nudge whose moment this is, with its deal."""

    due: DueNudge
    deal: LostDeal


@dataclass(frozen=True)
class Later:
    """Not before `at`, on the rep's day `on`; `held` when it is Do Not Disturb that ends then, after the window."""

    due: DueNudge
    at: datetime
    on: date
    held: bool = False


@dataclass(frozen=True)
class Overtaken:
    """Something else was decided since: nothing is sent."""

    due: DueNudge


@dataclass(frozen=True)
class EndOfAsking:
    """The rep did not answer the reminder: the deal waits for them from now on."""

    due: DueNudge


@dataclass(frozen=True)
class LetGoInstead:
    """It has been quiet for too long: letting go is recommended in the place of one more question."""

    due: DueNudge
    stop: Reason


Fate = Ready | Later | Overtaken | EndOfAsking | LetGoInstead


def fate_of(services: Services, due: DueNudge, deal: LostDeal, times: Times, undisturbed: datetime) -> Fate:
    """Whether this is its moment; the rep is not written to before `undisturbed`."""
    if deal.plans[-1].id != due.plan_id or deal.is_over:
        return Overtaken(due)
    now, numbers = services.now(), services.policy_for(due.owner).numbers
    asked_on = last_asked(deal, times.zone)
    on = earliest_day(due.step, due.due_on, asked_on, services.today(times.zone), times.pauses, numbers)
    if (later := _later(due, on, now, undisturbed, times, numbers)) is not None:
        return later
    if due.step is Step.WAITING:
        return EndOfAsking(due)
    stop = quiet_stop(deal, due.step, due.opening, now, times.zone, times.pauses, numbers)
    return LetGoInstead(due, stop) if stop else Ready(due, deal)


def _later(
    due: DueNudge, on: date, now: datetime, undisturbed: datetime, times: Times, numbers: Numbers
) -> Later | None:
    """When it comes instead; None when this is its moment."""
    free_from, zone = max(now, undisturbed), times.zone
    if due.held and is_late_moment(due.due_on, free_from, zone, numbers.latest_nudge):
        return Later(due, free_from, due.due_on, held=True) if free_from > now else None
    window, week = numbers.send_window, times.week
    at = undisturbed_instant(on, now, free_from, zone, week, window, numbers.latest_nudge)
    if at <= now:
        return None
    held = at != sending_instant(on, at, zone, week, window)
    return Later(due, at, local_date(at, zone) if held else on, held)
