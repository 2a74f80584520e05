"""When a rep's week ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.dates import WorkWeek, is_working_day, local_date
from coaching.week import WeekReview, end_of_week
from tests.coaching.strategies import WEEKS

LISBON, TOKYO = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Tokyo")
THREE = time(15)
MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "week", "ends"),
    [
        (MONDAY, WorkWeek(), "2026-11-06"),
        (datetime(2026, 11, 6, 14, 59, tzinfo=UTC), WorkWeek(), "2026-11-06"),
        (datetime(2026, 11, 6, 15, tzinfo=UTC), WorkWeek(), "2026-11-13"),
        (MONDAY, WorkWeek(frozenset({1, 2, 3})), "2026-11-04"),
        (MONDAY, WorkWeek(frozenset({7, 1, 2, 3, 4})), "2026-11-08"),
        (MONDAY, WorkWeek(paused_until=date(2026, 11, 7)), "2026-11-13"),
        (MONDAY, WorkWeek(paused_until=date(2026, 11, 6)), "2026-11-06"),
        (datetime(2026, 12, 21, tzinfo=UTC), WorkWeek(), "2026-12-23"),
        (datetime(2026, 12, 24, tzinfo=UTC), WorkWeek(), "2027-01-08"),
    ],
)
def test_a_week_ends_on_its_last_working_day(after: datetime, week: WorkWeek, ends: str) -> None:
    assert f"{end_of_week(after, LISBON, week, THREE):%Y-%m-%d %H:%M}" == f"{ends} 15:00"


def test_it_is_the_reps_own_clock() -> None:
    """Summer time included: on 27 March 2026 Lisbon is still on winter time, a week later it is not."""
    assert end_of_week(MONDAY, TOKYO, WorkWeek(), THREE) == datetime(2026, 11, 6, 6, tzinfo=UTC)
    winter = end_of_week(datetime(2026, 3, 23, tzinfo=UTC), LISBON, WorkWeek(), THREE)
    summer = end_of_week(winter, LISBON, WorkWeek(), THREE)
    assert (winter.hour, summer.hour) == (15, 14)


@given(st.integers(0, 4 * 366 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)), WEEKS)
def test_the_end_lies_ahead_on_a_working_day_and_no_later_one_is_in_that_week(
    after: datetime, week: WorkWeek
) -> None:
    ends = end_of_week(after, LISBON, week, THREE)
    day = local_date(ends, LISBON)
    assert ends > after
    assert is_working_day(day, week)
    rest = (date.fromordinal(day.toordinal() + later) for later in range(1, 8 - day.isoweekday()))
    assert not any(is_working_day(one, week) for one in rest)


def test_whoever_is_nudged_later_in_the_day_has_it_then() -> None:
    assert end_of_week(MONDAY, LISBON, WorkWeek(nudge_time=time(18, 30)), THREE).time() == time(18, 30)


def test_a_week_in_which_nothing_was_and_nothing_comes_is_quiet() -> None:
    nothing = WeekReview({}, 0, 0, date(2026, 11, 9), comes=0, waiting=0)
    assert nothing.is_quiet
    assert not WeekReview({}, 0, 0, date(2026, 11, 9), comes=1, waiting=0).is_quiet
