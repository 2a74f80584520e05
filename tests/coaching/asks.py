"""Past asks for the tests of the timing: plain wherever a test says nothing."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from coaching.timing.forecast import forecast
from coaching.timing.past import Asked, Past
from tests.coaching.cases import policy

FIRST = date(2024, 1, 8)
"""A Monday."""


def asked(kind: str = "not_now", days: int = 90, came_back: bool | None = False, on: int = 0) -> Asked:
    """`on`: days after FIRST."""
    asked_on = FIRST + timedelta(days=on)
    return Asked(kind, asked_on - timedelta(days=days), asked_on, came_back)


def some(kind: str, count: int, won: int, days: int = 90, since: int = 0, every: int = 1) -> Iterator[Asked]:
    """So many asks, one on every so many days; those who came back lie evenly among them."""
    for number in range(count):
        came_back = (number + 1) * won // count > number * won // count
        yield asked(kind, days, came_back, since + number * every)


def chances(asks: Iterable[Asked]) -> list[float]:
    return list(forecast(Past.of(asks), policy()))
