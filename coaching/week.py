"""The end of a rep's week: when it is, and what the week came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coaching.dates import WorkWeek, is_working_day, local_date, monday_of
from coaching.kinds import Kind

_WEEK = timedelta(days=7)
_DAYS = [timedelta(days=count) for count in range(6, -1, -1)]
"""From Sunday back to Monday, as days after a week's Monday."""


@dataclass(frozen=True)
class WeekReview:
    """Counts only, so that nothing is left to take back when a deal is deleted.

    `comes` is how many nudges come on `next_day`, the rep's next working day; `waiting` counts the questions that
    still want an answer.
    """

    noes: Mapping[Kind, int]
    let_go: int
    won_back: int
    next_day: date
    comes: int
    waiting: int

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.noes or self.let_go or self.won_back or self.comes or self.waiting)


def end_of_week(after: datetime, zone: ZoneInfo, week: WorkWeek, at: time) -> datetime:
    """The first moment after `after`, in UTC, at which a week's last working day is at `at` in the rep's zone.

    For whoever is nudged later in the day it is that time: what comes that day has come.
    A week without a working day, or that a pause covers to its end, has none.
    """
    at, day = max(at, week.nudge_time), local_date(after, zone)
    monday = monday_of(day)
    while True:
        last = _last_working_day(monday, week)
        moment = datetime.combine(last, at, zone).astimezone(UTC) if last else None
        if moment and moment > after:
            return moment
        monday += _WEEK


def end_of_next_week(
    told_until: datetime | None, after: datetime, zone: ZoneInfo, week: WorkWeek, at: time
) -> datetime:
    """The same, and of a later week than the one that is told of already, however the rep's times have changed."""
    if told_until is None:
        return end_of_week(after, zone, week, at)
    told = local_date(told_until, zone)
    monday = datetime.combine(monday_of(told) + _WEEK, time(), zone).astimezone(UTC)
    return end_of_week(max(after, monday), zone, week, at)


def beginning_of(ended_at: datetime, told_until: datetime | None) -> datetime:
    """From when on a week is told of that ended then: from where the last one was, where that is no older week."""
    if told_until and ended_at - told_until < _WEEK * 2:
        return told_until
    return ended_at - _WEEK


def _last_working_day(monday: date, week: WorkWeek) -> date | None:
    days = (monday + later for later in _DAYS)
    last = next((day for day in days if is_working_day(day, week)), None)
    return last if last and not (week.paused_until and last < week.paused_until) else None
