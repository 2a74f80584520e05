"""A team's weekly note: on which morning it comes, and what it may tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coaching.dates import WorkWeek, is_working_day, local_date, monday_of
from coaching.kinds import Kind
from coaching.team_numbers import REST, Period, Released, State, Table

_WEEK = timedelta(days=7)
MOST_KINDS = 3


@dataclass(frozen=True)
class KindHeard:
    """How often a kind was heard in the last 90 days, and in the 90 before; None where that is withheld."""

    kind: Kind
    count: int
    before: int | None


@dataclass(frozen=True)
class Heard:
    """All that a note tells of a team's numbers: the kinds heard most, of `all` noes in the last 90 days."""

    all: int
    before: int | None
    kinds: Sequence[KindHeard]


def heard(released: Released, before: Released | None) -> Heard | None:
    """None where that week brought no new numbers, or the same as the one `before` it, or none of kinds.

    It is made of what the team's page shows and of nothing else. Of the week alone there is no number: a week's
    noes would be found by taking one week's numbers from the next, and might be one person's.
    """
    kinds = released.numbers.get(Period.LAST, {}).get(Table.KIND, {})
    is_same = before is not None and before.numbers == released.numbers
    if released.state is not State.NEW or is_same or not kinds:
        return None
    earlier = released.numbers.get(Period.BEFORE, {}).get(Table.KIND, {})
    often = sorted((name for name in kinds if name != REST), key=lambda name: (-kinds[name], name))
    told = [KindHeard(Kind(name), kinds[name], earlier.get(name)) for name in often[:MOST_KINDS]]
    return Heard(sum(kinds.values()), sum(earlier.values()) or None, told) if told else None


def morning_of(week: date, zone: ZoneInfo, times: WorkWeek) -> datetime:
    """When the note of the week of that Monday comes, in UTC: at the chooser's nudge time, on their first working day.

    A pause of theirs is none of the team's. A week without a working day has its Monday.
    """
    days = [week + timedelta(days=later) for later in range(7)]
    free = replace(times, paused_until=None)
    day = next((day for day in days if is_working_day(day, free)), week)
    return datetime.combine(day, times.nudge_time, zone).astimezone(UTC)


def next_morning(after: datetime, told_week: date | None, zone: ZoneInfo, times: WorkWeek) -> datetime:
    """The first such morning after `after`, of a week later than `told_week`."""
    week = monday_of(local_date(after, zone))
    while (told_week and week <= told_week) or morning_of(week, zone, times) <= after:
        week += _WEEK
    return morning_of(week, zone, times)


def end_of(morning: datetime, zone: ZoneInfo, latest: time) -> datetime:
    """Until when that day it may still come, in UTC."""
    return datetime.combine(local_date(morning, zone), latest, zone).astimezone(UTC)
