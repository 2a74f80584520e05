"""Calendar arithmetic: working days, the quiet days, months, quarters, and the rep's local day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.dates import (
    WorkWeek,
    add_months,
    add_working_days,
    is_working_day,
    is_year_end,
    local_date,
    next_working_day,
    quarter_from,
    working_day_from,
)
from tests.coaching.cases import WEEK
from tests.coaching.strategies import DAYS, WEEKS

SUNDAY_TO_THURSDAY = WorkWeek(frozenset({7, 1, 2, 3, 4}))
WEDNESDAYS = WorkWeek(frozenset({3}))
EVERY_DAY = WorkWeek(frozenset(range(1, 8)))


@pytest.mark.parametrize(
    ("day", "quiet"),
    [
        (date(2026, 12, 23), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2027, 1, 2), True),
        (date(2027, 1, 3), False),
        (date(2027, 2, 1), False),
        (date(2027, 11, 30), False),
    ],
)
def test_the_quiet_days_are_24_december_to_2_january(day: date, quiet: bool) -> None:
    assert is_year_end(day) is quiet


@pytest.mark.parametrize(
    ("day", "week", "after"),
    [
        (date(2026, 11, 3), WEEK, date(2026, 11, 4)),
        (date(2026, 11, 6), WEEK, date(2026, 11, 9)),
        (date(2026, 11, 7), WEEK, date(2026, 11, 9)),
        (date(2026, 12, 23), WEEK, date(2027, 1, 4)),
        (date(2028, 2, 28), WEEK, date(2028, 2, 29)),
        (date(2026, 11, 5), SUNDAY_TO_THURSDAY, date(2026, 11, 8)),
        (date(2026, 11, 4), WEDNESDAYS, date(2026, 11, 11)),
        (date(2026, 12, 23), WEDNESDAYS, date(2027, 1, 6)),
        (date(2026, 12, 23), EVERY_DAY, date(2027, 1, 3)),
    ],
)
def test_the_next_working_day_skips_days_off_and_the_quiet_days(
    day: date, week: WorkWeek, after: date
) -> None:
    assert next_working_day(day, week) == after
    assert add_working_days(day, 1, week) == after


@pytest.mark.parametrize(
    ("count", "on"),
    [(1, date(2026, 12, 21)), (3, date(2026, 12, 23)), (4, date(2027, 1, 4)), (5, date(2027, 1, 5))],
)
def test_working_days_are_counted_over_weekends_and_the_quiet_days(count: int, on: date) -> None:
    assert add_working_days(date(2026, 12, 18), count, WEEK) == on


@pytest.mark.parametrize("days", [set(), {0}, {8}, {1, 9}, {-1}])
def test_a_work_week_has_at_least_one_day_and_only_days_there_are(days: set[int]) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        WorkWeek(frozenset(days))


def test_a_work_week_is_monday_to_friday_at_half_past_nine_unless_they_say_otherwise() -> None:
    assert WorkWeek() == WorkWeek(frozenset({1, 2, 3, 4, 5}), time(9, 30))


@pytest.mark.parametrize(
    ("day", "months", "on"),
    [
        (date(2026, 11, 3), 1, date(2026, 12, 3)),
        (date(2026, 11, 3), 2, date(2027, 1, 3)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, on: date
) -> None:
    assert add_months(day, months) == on


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 1, 2), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 6, 30), date(2026, 7, 1)),
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 10, 2), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_quarter_starts_in_january_april_july_and_october(day: date, start: date) -> None:
    assert quarter_from(day) == start


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 11, 3)),
        ("America/Los_Angeles", date(2026, 11, 3)),
        ("Asia/Kolkata", date(2026, 11, 4)),
        ("Pacific/Kiritimati", date(2026, 11, 4)),
    ],
)
def test_today_is_the_rep_s_local_day(zone: str, day: date) -> None:
    assert local_date(datetime(2026, 11, 3, 20, 0, tzinfo=UTC), ZoneInfo(zone)) == day


@given(DAYS, WEEKS)
def test_a_working_day_is_the_first_on_or_after_the_day(day: date, week: WorkWeek) -> None:
    found = working_day_from(day, week)
    assert is_working_day(found, week)
    between = (day + timedelta(days=n) for n in range((found - day).days))
    assert not any(is_working_day(one, week) for one in between)


@given(DAYS, WEEKS, st.integers(0, 30))
def test_between_a_day_and_so_many_working_days_later_lie_so_many(
    day: date, week: WorkWeek, count: int
) -> None:
    on = add_working_days(day, count, week)
    after = (day + timedelta(days=n + 1) for n in range((on - day).days))
    assert sum(is_working_day(one, week) for one in after) == count


@given(DAYS, st.integers(0, 100))
def test_months_add_up_but_for_the_end_of_a_month(day: date, months: int) -> None:
    on = add_months(day, months)
    assert (on.year * 12 + on.month) - (day.year * 12 + day.month) == months
    assert on.day == day.day or (on.day < day.day and (on + timedelta(days=1)).day == 1)


@given(DAYS)
def test_a_quarter_s_start_is_never_more_than_a_quarter_off(day: date) -> None:
    start = quarter_from(day)
    assert (start.day, start.month % 3) == (1, 1)
    assert 0 <= (start - day).days < 92
