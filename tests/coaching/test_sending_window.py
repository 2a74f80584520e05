"""The moment of a nudge, over every zone there is: never early, never at night, the first that will do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coaching.dates import (
    WorkWeek,
    due_instant,
    is_working_day,
    local_date,
    sending_instant,
    undisturbed_instant,
)

WINDOW = timedelta(hours=3)
NAMES = sorted(available_timezones() - {"localtime", "Factory"})
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
DAYS = st.dates(FIRST, LAST)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
TIMES = st.times(time(7), time(19)).map(lambda at: at.replace(second=0, microsecond=0))
WORKING = st.frozensets(st.integers(1, 7), min_size=1)
WEEKS = st.builds(WorkWeek, WORKING, TIMES)
PAUSES = st.none() | DAYS
PAUSED_WEEKS = st.builds(WorkWeek, WORKING, TIMES, PAUSES)
EVERY_DAY = frozenset(range(1, 8))

LEAP = date(2028, 2, 29)
HALF_HOURS = ["Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu"]


def _opens(day: date, zone: ZoneInfo, week: WorkWeek) -> datetime:
    return datetime.combine(day, week.nudge_time, zone).astimezone(UTC)


def earliest(on: date, now: datetime, zone: ZoneInfo, week: WorkWeek) -> datetime:
    """By looking at each day in turn: the slow way that nobody can get wrong."""
    day = max(on, week.paused_until or on, local_date(now, zone) - timedelta(days=1))
    while True:
        opens = _opens(day, zone, week)
        if is_working_day(day, week) and day >= on and now <= opens + WINDOW:
            return max(opens, now)
        day += timedelta(days=1)


@given(DAYS, MOMENTS, ZONES, PAUSED_WEEKS)
@example(LEAP, datetime(2028, 2, 29, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Lisbon"), WorkWeek())
@example(
    FIRST, datetime(2027, 3, 28, 0, 59, tzinfo=UTC), ZoneInfo("Europe/Lisbon"), WorkWeek(EVERY_DAY, time(7))
)
@example(
    FIRST, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ZoneInfo("Europe/Lisbon"), WorkWeek(EVERY_DAY, time(7))
)
@example(
    FIRST, datetime(2026, 10, 3, 15, 0, tzinfo=UTC), ZoneInfo("Australia/Lord_Howe"), WorkWeek(EVERY_DAY)
)
def test_it_is_in_the_window_of_a_working_day_by_the_rep_s_own_clock(
    on: date, now: datetime, zone: ZoneInfo, week: WorkWeek
) -> None:
    at = sending_instant(on, now, zone, week, WINDOW)
    local = at.astimezone(zone)
    assert at >= now, "never in the past"
    assert local.date() >= on, "never before its day"
    assert week.paused_until is None or local.date() >= week.paused_until
    assert is_working_day(local.date(), week)
    assert timedelta() <= at - _opens(local.date(), zone, week) <= WINDOW


@given(DAYS, MOMENTS, ZONES, PAUSED_WEEKS)
def test_it_is_the_earliest_such_moment(on: date, now: datetime, zone: ZoneInfo, week: WorkWeek) -> None:
    assert sending_instant(on, now, zone, week, WINDOW) == earliest(on, now, zone, week)


@given(DAYS, MOMENTS, ZONES, PAUSED_WEEKS)
def test_asked_again_then_it_is_the_same_moment(
    on: date, now: datetime, zone: ZoneInfo, week: WorkWeek
) -> None:
    """Else a nudge put off would drift from sweep to sweep, or never come."""
    at = sending_instant(on, now, zone, week, WINDOW)
    assert sending_instant(on, at, zone, week, WINDOW) == at
    assert sending_instant(at.astimezone(zone).date(), at, zone, week, WINDOW) == at


@given(DAYS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=3)), ZONES, PAUSED_WEEKS)
def test_waiting_never_makes_it_earlier(
    on: date, now: datetime, later: timedelta, zone: ZoneInfo, week: WorkWeek
) -> None:
    first = sending_instant(on, now, zone, week, WINDOW)
    then = sending_instant(on, now + later, zone, week, WINDOW)
    assert then >= first
    assert then == first or now + later > first, "and nothing changes it before it has come"


@given(DAYS, MOMENTS, ZONES, PAUSED_WEEKS)
def test_nobody_is_woken_at_night(on: date, now: datetime, zone: ZoneInfo, week: WorkWeek) -> None:
    """From seven in the morning, and three hours after seven in the evening at the latest."""
    clock = sending_instant(on, now, zone, week, WINDOW).astimezone(zone).time()
    assert time(7) <= clock <= time(22)


@given(DAYS, ZONES, PAUSED_WEEKS)
def test_a_day_falls_due_at_its_own_window_s_opening(on: date, zone: ZoneInfo, week: WorkWeek) -> None:
    due = due_instant(on, zone, week)
    assert due == sending_instant(on, due - timedelta(days=1), zone, week, WINDOW)
    assert due.astimezone(zone).time() == week.nudge_time
    assert due.astimezone(zone).date() >= on


@given(DAYS, DAYS, ZONES, PAUSED_WEEKS)
def test_days_keep_their_order(one: date, other: date, zone: ZoneInfo, week: WorkWeek) -> None:
    first, second = due_instant(min(one, other), zone, week), due_instant(max(one, other), zone, week)
    assert first <= second


@given(MOMENTS, ZONES, WEEKS, DAYS)
def test_the_end_of_a_pause_brings_it_on_the_first_working_day_from_then(
    now: datetime, zone: ZoneInfo, week: WorkWeek, until: date
) -> None:
    paused = WorkWeek(week.days, week.nudge_time, until)
    on = local_date(now, zone)
    assert sending_instant(on, now, zone, paused, WINDOW) == sending_instant(
        max(on, until), now, zone, week, WINDOW
    )


@pytest.mark.parametrize("zone", HALF_HOURS)
@pytest.mark.parametrize(
    "on", [LEAP, date(2024, 2, 29), date(2032, 2, 29), date(2026, 10, 4), date(2027, 4, 4)]
)
def test_leap_days_and_half_hours_are_days_like_any_other(zone: str, on: date) -> None:
    week = WorkWeek(EVERY_DAY)
    local = due_instant(on, ZoneInfo(zone), week).astimezone(ZoneInfo(zone))
    assert (local.date(), local.time()) == (on, time(9, 30))


@pytest.mark.parametrize("year", range(2024, 2033))
@pytest.mark.parametrize(
    "zone", ["Europe/Lisbon", "America/New_York", "Africa/Casablanca", "America/Santiago"]
)
def test_whoever_works_every_day_gets_one_window_a_day_all_the_year(zone: str, year: int) -> None:
    """Minute by minute would be slow: the opening and the end of each window, and a second on either side."""
    place, week, second = ZoneInfo(zone), WorkWeek(EVERY_DAY, time(7)), timedelta(seconds=1)
    day, end = date(year, 1, 3), date(year, 12, 22)
    while day < end:
        opens, following = _opens(day, place, week), _opens(day + timedelta(days=1), place, week)
        for now, at in (
            (opens - second, opens),
            (opens, opens),
            (opens + WINDOW, opens + WINDOW),
            (opens + WINDOW + second, following),
        ):
            assert sending_instant(day, now, place, week, WINDOW) == at
        day += timedelta(days=1)


def test_there_are_the_zones_of_the_whole_world() -> None:
    assert len(NAMES) > 400
    offsets = {datetime(2026, 7, 1, tzinfo=ZoneInfo(name)).utcoffset() for name in NAMES}
    assert len(offsets) > 30, "half hours and quarters among them"


@given(DAYS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=5)), ZONES, WEEKS)
def test_whoever_is_not_to_be_disturbed_gets_it_in_a_window_or_at_the_end_that_same_day(
    on: date, now: datetime, quiet: timedelta, zone: ZoneInfo, week: WorkWeek
) -> None:
    free_from, latest = now + quiet, time(19)
    at = undisturbed_instant(on, now, free_from, zone, week, WINDOW, latest)
    in_a_window = sending_instant(on, free_from, zone, week, WINDOW)
    assert free_from <= at <= in_a_window
    if at != in_a_window:
        day = local_date(at, zone)
        assert at == free_from
        assert is_working_day(day, week)
        assert day >= on
        assert now <= _opens(day, zone, week) + WINDOW < at, "nothing else made it miss that window"
        assert at.astimezone(zone).time() < latest
