"""Public holidays are days off wherever days off count, and a date that one moved says which."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.dates import (
    Holidays,
    WorkWeek,
    add_working_days,
    due_instant,
    is_working_day,
    next_working_day,
    sending_instant,
    undisturbed_instant,
    working_day_from,
)
from coaching.kinds import Kind
from coaching.plan import Reason, Why, settle
from coaching.verdict_table import in_working_days, row_for
from tests.coaching.cases import answers, policy

BERLIN = ZoneInfo("Europe/Berlin")
GOOD_FRIDAY, EASTER_MONDAY, WHIT_MONDAY = date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 17)
THERE = Holidays("DE", frozenset({GOOD_FRIDAY, EASTER_MONDAY, WHIT_MONDAY, date(2027, 12, 25)}))
WEEK = WorkWeek(holidays=THERE)
WINDOW = timedelta(hours=3)
RULE = Reason(Why.REP_CHOSE)


def berlin(day: date, hour: int, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def test_a_public_holiday_is_a_day_off() -> None:
    assert not is_working_day(WHIT_MONDAY, WEEK)
    assert is_working_day(WHIT_MONDAY, WorkWeek())
    assert next_working_day(date(2027, 5, 14), WEEK) == date(2027, 5, 18)
    assert working_day_from(GOOD_FRIDAY, WEEK) == date(2027, 3, 30), "Easter is four days long"


def test_working_days_are_counted_past_it() -> None:
    assert add_working_days(date(2027, 3, 24), 3, WEEK) == date(2027, 3, 31)
    wanted = in_working_days(3, date(2027, 3, 24), WEEK)
    assert (wanted.on, wanted.rule.count) == (date(2027, 3, 31), 3)


def test_the_first_working_day_of_a_quarter_is_none_of_them() -> None:
    week = WorkWeek(holidays=Holidays("X", {date(2027, 7, 1), date(2027, 7, 2)}))
    row = row_for(answers(Kind.NO_BUDGET), 0, policy(), date(2027, 5, 3), week)
    assert row.wanted is not None
    assert row.wanted.on == date(2027, 7, 5)


@pytest.mark.parametrize(
    ("wanted", "comes", "because"),
    [
        (WHIT_MONDAY, date(2027, 5, 18), [(Why.HOLIDAY, WHIT_MONDAY)]),
        (GOOD_FRIDAY, date(2027, 3, 30), [(Why.HOLIDAY, GOOD_FRIDAY), (Why.HOLIDAY_TOO, EASTER_MONDAY)]),
        (
            date(2027, 5, 15),
            date(2027, 5, 18),
            [(Why.DAY_OFF, date(2027, 5, 15)), (Why.HOLIDAY_TOO, WHIT_MONDAY)],
        ),
        (date(2027, 5, 22), date(2027, 5, 24), [(Why.DAY_OFF, date(2027, 5, 22))]),
        (date(2027, 12, 25), date(2028, 1, 3), [(Why.YEAR_END, date(2027, 12, 25))]),
        (date(2027, 5, 18), date(2027, 5, 18), []),
    ],
    ids=[
        "itself",
        "a long weekend",
        "beside a weekend",
        "a plain weekend",
        "the turn of the year",
        "not moved",
    ],
)
def test_a_date_that_moved_says_for_which_holiday(
    wanted: date, comes: date, because: list[tuple[Why, date]]
) -> None:
    planned = settle(wanted, RULE, date(2027, 3, 1), WEEK)
    assert planned.on == comes
    assert [(one.why, one.on) for one in planned.moved] == because
    assert {one.about for one in planned.moved if one.why in (Why.HOLIDAY, Why.HOLIDAY_TOO)} <= {"DE"}


def test_a_holiday_on_a_day_nobody_works_moves_nothing() -> None:
    week = WorkWeek(frozenset({2, 3, 4, 5}), holidays=THERE)
    [moved] = settle(WHIT_MONDAY, RULE, date(2027, 3, 1), week).moved
    assert moved.why is Why.DAY_OFF


def test_a_holiday_after_the_turn_of_the_year_is_named_too() -> None:
    week = WorkWeek(holidays=Holidays("GB-ENG", {date(2028, 1, 3)}))
    planned = settle(date(2027, 12, 27), RULE, date(2027, 3, 1), week)
    assert planned.on == date(2028, 1, 4)
    assert [one.why for one in planned.moved] == [Why.YEAR_END, Why.HOLIDAY_TOO]


def test_the_moment_of_a_nudge_keeps_them() -> None:
    assert due_instant(WHIT_MONDAY, BERLIN, WEEK) == berlin(date(2027, 5, 18), 9)
    assert sending_instant(WHIT_MONDAY, berlin(WHIT_MONDAY, 9), BERLIN, WEEK, WINDOW) == berlin(
        date(2027, 5, 18), 9
    )
    late = berlin(date(2027, 3, 25), 13)
    assert sending_instant(date(2027, 3, 25), late, BERLIN, WEEK, WINDOW) == berlin(date(2027, 3, 30), 9)


def test_a_do_not_disturb_that_ends_on_one_waits_for_the_next_working_day() -> None:
    friday, free = date(2027, 5, 14), berlin(WHIT_MONDAY, 8)
    latest = time(19)
    at = undisturbed_instant(friday, berlin(friday, 9), free, BERLIN, WEEK, WINDOW, latest)
    assert at == berlin(date(2027, 5, 18), 9)


def test_a_pause_that_ends_on_one_ends_on_the_next_working_day() -> None:
    week = WorkWeek(paused_until=WHIT_MONDAY, holidays=THERE)
    assert due_instant(date(2027, 5, 10), BERLIN, week) == berlin(date(2027, 5, 18), 9)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sets(st.integers(1, 7), min_size=1),
    st.sets(st.integers(0, 40), max_size=20),
)
def test_whatever_the_holidays_a_date_is_kept_on_a_working_day(
    day: date, days: set[int], off: set[int]
) -> None:
    holidays = Holidays("XX", {day + timedelta(days=number) for number in off})
    week = WorkWeek(frozenset(days), holidays=holidays)
    planned = settle(day, RULE, day - timedelta(days=1), week)
    assert is_working_day(planned.on, week)
    between = (day + timedelta(days=number) for number in range((planned.on - day).days))
    assert not any(is_working_day(one, week) for one in between)
