"""How far a kind of no and the days since it move the chance, learnt case by case.

A logistic regression whose weights are told apart by how sure they are (each a normal distribution, all centred on
"makes no difference"): few cases hardly move a weight, many do. That is the pooling: a kind starts from what holds for
all, and so do a kind's own days. Days are looked at on a log scale through overlapping hats, an octave and a quarter
of one wide, so that any smooth shape can be learnt, a peak as well. What a month has of its own is learnt beside them
and left out of what is told, so that no kind is credited with a good month.
"""

import math
from datetime import date
from typing import NamedTuple

_KIND, _COARSE, _FINE, _OWN_DAYS, _COHORT, _MONTH, _AWAY = 0.45, 0.25, 0.15, 0.3, 0.2, 0.4, 0.5
"""How far each sort of weight may be expected to lie from its start, in log odds."""
_COARSE_STEP, _FINE_STEP = 1.0, 0.25
_AGES = 2e-4
"""So much of a weight's first variance comes back with each day: what was learnt grows old."""

_REMEMBERED = 100_000
"""So many combinations of a kind and days are kept ready."""

Key = tuple[str, int, int]
Part = tuple[int, float]
"""The place of a weight, and how much of it counts."""


class Case(NamedTuple):
    """What tells one ask from another, as of the day of the ask."""

    kind: int
    days: int
    today: int
    away: float | None
    """What the playbook believes of these days, in log odds; None for a kind that is not ours."""

    @property
    def cohort(self) -> int:
        """The month in which they said no."""
        said_no_on = date.fromordinal(max(1, self.today - self.days))
        return 12 * said_no_on.year + said_no_on.month


class Effects:
    """The weights, as learnt so far and as they stood when last settled."""

    def __init__(self) -> None:
        self._place: dict[Key, int] = {}
        self._mean: list[float] = []
        self._variance: list[float] = []
        self._start: list[float] = []
        self._touched: list[int] = []
        self._settled: list[float] = []
        self._parts: dict[tuple[int, int], tuple[Part, ...]] = {}

    def settle(self) -> None:
        """From now on the weights are told as they are now."""
        self._settled = self._mean.copy()

    def told(self, case: Case) -> float:
        """By how much a case's kind, days and cohort move the log odds, as last settled."""
        settled = self._settled
        known = len(settled)
        moved = case.away or 0.0
        for at, share in self._parts_of(case):
            if at < known:
                moved += settled[at] * share
        return moved

    # In one piece: it runs for each case, and calls would double its time.
    def learn(self, case: Case, month: int, level: float, asked: int, yes: int) -> None:
        """Learns from the cases of one day that are alike. `level`: the log odds of anybody."""
        today = case.today
        mean, variance, start, touched = self._mean, self._variance, self._start, self._touched
        parts = (
            *self._parts_of(case),
            (self._at(("month", month, 0), _MONTH, today), 1.0),
        )
        odds = level + (case.away or 0.0)
        doubt = 0.0
        for at, share in parts:
            grown = variance[at]
            if touched[at] != today:
                grown = min(start[at], grown + _AGES * start[at] * (today - touched[at]))
                variance[at], touched[at] = grown, today
            odds += mean[at] * share
            doubt += grown * share * share
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        told = asked * chance * (1 - chance)
        told /= 1 + told * doubt
        step = (yes - asked * chance) * (1 - told * doubt)
        for at, share in parts:
            of = variance[at] * share
            mean[at] += of * step
            variance[at] -= of * of * told

    def _parts_of(self, case: Case) -> tuple[Part, ...]:
        found = self._parts.get((case.kind, case.days))
        if found is None:
            if len(self._parts) >= _REMEMBERED:
                self._parts.clear()
            found = self._parts[case.kind, case.days] = tuple(self._made(case))
        return (*found, (self._at(("cohort", case.cohort, 0), _COHORT, case.today), 1.0))

    def _made(self, case: Case) -> list[Part]:
        today, octave = case.today, math.log2(1 + case.days)
        parts = [(self._at(("kind", case.kind, 0), _KIND, today), 1.0)]
        if case.away:
            parts.append((self._at(("away", 0, 0), _AWAY, today), case.away))
        for hat, share in _hats(octave / _COARSE_STEP):
            parts.append((self._at(("coarse", hat, 0), _COARSE, today), share))
            parts.append((self._at(("own", case.kind, hat), _OWN_DAYS, today), share))
        for hat, share in _hats(octave / _FINE_STEP):
            parts.append((self._at(("fine", hat, 0), _FINE, today), share))
        return parts

    def _at(self, key: Key, spread: float, today: int) -> int:
        place = self._place.setdefault(key, len(self._mean))
        if place == len(self._mean):
            self._mean.append(0.0)
            self._variance.append(spread * spread)
            self._start.append(spread * spread)
            self._touched.append(today)
        return place


def _hats(at: float) -> list[tuple[int, float]]:
    """The two neighbouring hats over a place, with what each has of it."""
    left = math.floor(at)
    share = at - left
    return [(left, 1 - share), (left + 1, share)] if share else [(left, 1.0)]
