"""Days that are reckoned from a few numbers: written in figures, by the day of the week, from Easter on."""

import re
from datetime import date, timedelta

from dateutil.easter import easter

_MONTHS = 12


def in_figures(said: str, day_first: bool) -> date | None:
    """2027-02-03, 15.01.2027, 15/01/2027; with slashes only where it can be told which number is the day's.

    That is where one is no month, and where the reader's language puts the `day_first`.
    """
    first, second, third = map(int, re.findall(r"\d+", said))
    if "-" in said:
        return _day(first, second, third)
    if "." in said or first > _MONTHS or first == second or (day_first and second <= _MONTHS):
        return _day(third, second, first)
    return _day(third, first, second) if second > _MONTHS else None


def next_weekday(number: int, today: date) -> date:
    """The first day after `today` with this ISO number."""
    return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)


def days_after_easter(days: int, today: date) -> date:
    """So many days after the next Easter Sunday of the western churches for which they lie ahead."""
    this_year, next_year = (easter(today.year + later) + timedelta(days=days) for later in (0, 1))
    on: date = this_year if this_year > today else next_year
    return on


def next_time(month: int, day: int, today: date) -> date:
    """This day of a year, when it comes next; 29 February is not asked for."""
    on = date(today.year, month, day)
    return on if on > today else on.replace(year=today.year + 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
