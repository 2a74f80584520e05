"""Calendar arithmetic for plans and nudges: working days, the quiet days at year's end, quarters, sending windows."""

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holidays:
    """Public holidays: which days, and the place that keeps them, by which others know what a day is called.

    They leave a working day in every year to whoever works one day a week.
    """

    place: str = ""
    days: Container[date] = frozenset()


@dataclass(frozen=True)
class WorkWeek:
    """A rep's working days (ISO weekdays, Monday is 1; at least one) and the local time of nudges.

    While `paused_until` lies ahead nothing is sent; it comes from that day on. Public `holidays` are days off.
    """

    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    nudge_time: time = time(9, 30)
    paused_until: date | None = None
    holidays: Holidays = Holidays()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(1, 8)):
            raise ValueError("a work week needs at least one day, each from 1 (Monday) to 7 (Sunday)")

    def pause_on(self, day: date) -> date | None:
        """The end of a pause that lies ahead of `day`."""
        return self.paused_until if self.paused_until and self.paused_until > day else None


def is_year_end(day: date) -> bool:
    """24 December to 2 January: nobody wants to be asked then."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)


def is_working_day(day: date, week: WorkWeek) -> bool:
    return day.isoweekday() in week.days and not is_year_end(day) and day not in week.holidays.days


def is_kept_holiday(day: date, week: WorkWeek) -> bool:
    """Whether a public holiday alone makes it a day off."""
    return day in week.holidays.days and is_working_day(day, replace(week, holidays=Holidays()))


def working_day_from(day: date, week: WorkWeek) -> date:
    """The first working day on or after `day`."""
    while not is_working_day(day, week):
        day += _DAY
    return day


def next_working_day(day: date, week: WorkWeek) -> date:
    """The first working day after `day`."""
    return working_day_from(day + _DAY, week)


def add_working_days(day: date, count: int, week: WorkWeek) -> date:
    for _ in range(count):
        day = next_working_day(day, week)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_from(day: date) -> date:
    """The first calendar day of a quarter on or after `day`."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return start if start == day else add_months(start, 3)


def monday_of(day: date) -> date:
    """Of the week that the day is in."""
    return day - timedelta(days=day.weekday())


def local_date(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def due_instant(on: date, zone: ZoneInfo, week: WorkWeek) -> datetime:
    """When a nudge planned for `on` falls due, in UTC: the first working day from then, at the nudge time."""
    return _instant(working_day_from(_awake(on, week), week), zone, week)


def sending_instant(on: date, now: datetime, zone: ZoneInfo, week: WorkWeek, window: timedelta) -> datetime:
    """The earliest moment, not before `now`, inside a sending window of a day from `on`, in UTC.

    A window opens at the nudge time of a working day and stays open for `window`; equal to `now`
    when that lies inside one.
    """
    day = working_day_from(_awake(max(on, local_date(now, zone)), week), week)
    opens = _instant(day, zone, week)
    if now > opens + window:
        opens = _instant(next_working_day(day, week), zone, week)
    return max(opens, now)


def undisturbed_instant(
    on: date,
    now: datetime,
    free_from: datetime,
    zone: ZoneInfo,
    week: WorkWeek,
    window: timedelta,
    latest: time,
) -> datetime:
    """The same for somebody who is not to be disturbed before `free_from`.

    Where that alone makes them miss the window of a day, it is `free_from` that same day, if that lies before the
    `latest` local time of a nudge.
    """
    day = working_day_from(_awake(max(on, local_date(free_from, zone)), week), week)
    closes = _instant(day, zone, week) + window
    if now <= closes < free_from and is_late_moment(day, free_from, zone, latest):
        return free_from
    return sending_instant(on, max(now, free_from), zone, week, window)


def is_late_moment(day: date, moment: datetime, zone: ZoneInfo, latest: time) -> bool:
    """Whether a nudge that was held up on `day` may still come at `moment`: that same day, before `latest`."""
    local = moment.astimezone(zone)
    return local.date() == day and local.time() < latest


def _awake(day: date, week: WorkWeek) -> date:
    return max(day, week.paused_until) if week.paused_until else day


def _instant(day: date, zone: ZoneInfo, week: WorkWeek) -> datetime:
    return datetime.combine(day, week.nudge_time, zone).astimezone(UTC)
