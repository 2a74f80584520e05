"""When a nudge goes out: the nudge time of a working day, three hours long, across every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from coaching.dates import WorkWeek, due_instant, is_working_day, local_date, sending_instant
from tests.coaching.cases import LISBON, WEEK
from tests.coaching.strategies import DAYS, MOMENTS, WEEKS, ZONES

WINDOW = timedelta(hours=3)

CLOCK_CHANGES = [
    # Europe: back on Sunday 25 October 2026, forward on Sunday 28 March 2027.
    ("Europe/Lisbon", date(2026, 10, 23), "2026-10-23T08:30"),
    ("Europe/Lisbon", date(2026, 10, 26), "2026-10-26T09:30"),
    ("Europe/Lisbon", date(2027, 3, 26), "2027-03-26T09:30"),
    ("Europe/Lisbon", date(2027, 3, 29), "2027-03-29T08:30"),
    # New York: back on 1 November 2026, forward on 14 March 2027.
    ("America/New_York", date(2026, 10, 30), "2026-10-30T13:30"),
    ("America/New_York", date(2026, 11, 2), "2026-11-02T14:30"),
    ("America/New_York", date(2027, 3, 12), "2027-03-12T14:30"),
    ("America/New_York", date(2027, 3, 15), "2027-03-15T13:30"),
    # Half-hour and quarter-hour zones; Lord Howe moves its clocks by half an hour on 4 October 2026.
    ("Asia/Kolkata", date(2026, 11, 3), "2026-11-03T04:00"),
    ("Asia/Kathmandu", date(2026, 11, 3), "2026-11-03T03:45"),
    ("America/St_Johns", date(2026, 10, 30), "2026-10-30T12:00"),
    ("America/St_Johns", date(2026, 11, 2), "2026-11-02T13:00"),
    ("Australia/Adelaide", date(2026, 10, 2), "2026-10-02T00:00"),
    ("Australia/Adelaide", date(2026, 10, 5), "2026-10-04T23:00"),
    ("Australia/Lord_Howe", date(2026, 10, 2), "2026-10-01T23:00"),
    ("Australia/Lord_Howe", date(2026, 10, 5), "2026-10-04T22:30"),
    ("Pacific/Chatham", date(2026, 9, 25), "2026-09-24T20:45"),
    ("Pacific/Chatham", date(2026, 9, 28), "2026-09-27T19:45"),
    ("Pacific/Kiritimati", date(2026, 11, 3), "2026-11-02T19:30"),
    ("Pacific/Pago_Pago", date(2026, 11, 3), "2026-11-03T20:30"),
]


@pytest.mark.parametrize(("zone", "on", "utc"), CLOCK_CHANGES)
def test_a_nudge_falls_due_at_the_rep_s_half_past_nine_whatever_the_clocks_do(
    zone: str, on: date, utc: str
) -> None:
    due = due_instant(on, ZoneInfo(zone), WEEK)
    assert due == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_one_who_works_sundays_is_nudged_at_their_time_on_the_very_day_the_clocks_change(zone: str) -> None:
    sundays = WorkWeek(frozenset({7}), time(7, 0))
    for on in (date(2026, 10, 4), date(2026, 10, 25), date(2027, 3, 28), date(2027, 4, 4)):
        local = due_instant(on, ZoneInfo(zone), sundays).astimezone(ZoneInfo(zone))
        assert local.replace(tzinfo=None) == datetime.combine(on, time(7, 0))


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 7), "2026-11-09T09:30"),
        (date(2026, 12, 24), "2027-01-04T09:30"),
        (date(2027, 1, 2), "2027-01-04T09:30"),
    ],
)
def test_a_plan_whose_day_became_a_day_off_falls_due_on_the_next_working_day(on: date, due: str) -> None:
    """The rep may have changed the working days since."""
    assert due_instant(on, LISBON, WEEK) == datetime.fromisoformat(due).replace(tzinfo=LISBON)


WINDOWS = [
    ("long before", "2026-11-03T08:00", date(2026, 11, 10), "2026-11-10T09:30"),
    ("that morning", "2026-11-10T09:29:59", date(2026, 11, 10), "2026-11-10T09:30"),
    ("as it opens", "2026-11-10T09:30", date(2026, 11, 10), "2026-11-10T09:30"),
    ("inside", "2026-11-10T11:00", date(2026, 11, 10), "2026-11-10T11:00"),
    ("as it closes", "2026-11-10T12:30", date(2026, 11, 10), "2026-11-10T12:30"),
    ("a second late", "2026-11-10T12:30:01", date(2026, 11, 10), "2026-11-11T09:30"),
    ("that evening", "2026-11-10T23:59", date(2026, 11, 10), "2026-11-11T09:30"),
    ("the next morning", "2026-11-11T08:00", date(2026, 11, 10), "2026-11-11T09:30"),
    ("the next day inside", "2026-11-11T10:00", date(2026, 11, 10), "2026-11-11T10:00"),
    ("weeks late, inside", "2026-12-01T10:00", date(2026, 11, 10), "2026-12-01T10:00"),
    ("late on a Friday", "2026-11-13T13:00", date(2026, 11, 13), "2026-11-16T09:30"),
    ("on a Saturday at the hour", "2026-11-14T10:00", date(2026, 11, 13), "2026-11-16T09:30"),
    ("planned for a Saturday", "2026-11-14T10:00", date(2026, 11, 14), "2026-11-16T09:30"),
    ("late on the last day", "2026-12-23T13:00", date(2026, 12, 23), "2027-01-04T09:30"),
    ("in the quiet days", "2026-12-28T10:00", date(2026, 12, 23), "2027-01-04T09:30"),
    ("planned into the quiet days", "2026-12-20T10:00", date(2026, 12, 29), "2027-01-04T09:30"),
    ("the clocks go back tonight", "2026-10-23T13:00", date(2026, 10, 23), "2026-10-26T09:30"),
    ("the clocks go forward tonight", "2027-03-26T13:00", date(2027, 3, 26), "2027-03-29T09:30"),
]


@pytest.mark.parametrize(
    ("now", "on", "at"), [case[1:] for case in WINDOWS], ids=[case[0].replace(" ", "_") for case in WINDOWS]
)
def test_what_missed_its_three_hours_goes_the_next_working_day(now: str, on: date, at: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LISBON)
    found = sending_instant(on, moment, LISBON, WEEK, WINDOW)
    assert found == datetime.fromisoformat(at).replace(tzinfo=LISBON)


def test_a_rep_who_flew_east_is_nudged_on_the_morning_of_where_they_are() -> None:
    now = datetime(2026, 11, 3, 23, 0, tzinfo=UTC)
    tokyo = ZoneInfo("Asia/Tokyo")
    at = sending_instant(date(2026, 11, 3), now, tokyo, WEEK, WINDOW)
    assert at.astimezone(tokyo) == datetime(2026, 11, 4, 9, 30, tzinfo=tokyo)


@pytest.mark.parametrize("nudge_time", [time(7, 0), time(19, 0)], ids=str)
def test_the_earliest_and_the_latest_nudge_time_keep_their_own_day(nudge_time: time) -> None:
    week = WorkWeek(nudge_time=nudge_time)
    opens = datetime.combine(date(2026, 11, 10), nudge_time, LISBON)
    assert due_instant(date(2026, 11, 10), LISBON, week) == opens
    late = opens + WINDOW
    assert sending_instant(date(2026, 11, 10), late, LISBON, week, WINDOW) == late


PAUSED = WorkWeek(paused_until=date(2026, 11, 14))
PAUSES = [
    ("before it ends", "2026-11-10T10:00", date(2026, 11, 10), "2026-11-16T09:30"),
    ("due long ago", "2026-11-10T10:00", date(2026, 1, 5), "2026-11-16T09:30"),
    ("due after it", "2026-11-10T10:00", date(2026, 11, 18), "2026-11-18T09:30"),
    ("over", "2026-11-17T10:00", date(2026, 11, 10), "2026-11-17T10:00"),
]


@pytest.mark.parametrize(
    ("now", "on", "at"), [case[1:] for case in PAUSES], ids=[case[0].replace(" ", "_") for case in PAUSES]
)
def test_while_paused_nothing_goes_and_then_it_comes_from_the_first_working_morning_on(
    now: str, on: date, at: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=LISBON)
    found = sending_instant(on, moment, LISBON, PAUSED, WINDOW)
    assert found == datetime.fromisoformat(at).replace(tzinfo=LISBON)
    assert due_instant(on, LISBON, PAUSED) >= datetime(2026, 11, 16, 9, 30, tzinfo=LISBON)


@given(DAYS, ZONES, WEEKS)
def test_a_nudge_is_always_due_at_the_nudge_time_of_a_working_day(
    on: date, zone: ZoneInfo, week: WorkWeek
) -> None:
    local = due_instant(on, zone, week).astimezone(zone)
    assert local.time() == week.nudge_time
    assert is_working_day(local.date(), week)
    assert local.date() >= on


@given(DAYS, MOMENTS, ZONES, WEEKS)
def test_a_nudge_only_ever_goes_out_inside_a_window_and_never_before_its_day(
    on: date, now: datetime, zone: ZoneInfo, week: WorkWeek
) -> None:
    at = sending_instant(on, now, zone, week, WINDOW)
    day = local_date(at, zone)
    opens = datetime.combine(day, week.nudge_time, zone).astimezone(UTC)
    assert at >= now
    assert day >= on
    assert is_working_day(day, week)
    assert opens <= at <= opens + WINDOW
    assert at in (now, opens), "nothing waits longer than it must"


@given(DAYS, MOMENTS, ZONES, WEEKS)
def test_asking_again_at_the_moment_itself_gives_that_moment(
    on: date, now: datetime, zone: ZoneInfo, week: WorkWeek
) -> None:
    at = sending_instant(on, now, zone, week, WINDOW)
    assert sending_instant(on, at, zone, week, WINDOW) == at


@given(DAYS, ZONES, WEEKS)
def test_a_nudge_claimed_as_it_falls_due_goes_out_then(on: date, zone: ZoneInfo, week: WorkWeek) -> None:
    due = due_instant(on, zone, week)
    assert sending_instant(on, due, zone, week, WINDOW) == due
