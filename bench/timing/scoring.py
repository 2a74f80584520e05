"""Scores of chances told in time order, and what they are held against."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from coaching.timing.past import Asked

Chances = Sequence[float]


def brier(asks: Sequence[Asked], chances: Chances) -> float:
    return sum((chance - bool(ask.came_back)) ** 2 for ask, chance in zip(asks, chances, strict=True)) / len(
        asks
    )


def log_loss(asks: Sequence[Asked], chances: Chances) -> float:
    return -sum(
        math.log(max(1e-12, chance if ask.came_back else 1 - chance))
        for ask, chance in zip(asks, chances, strict=True)
    ) / len(asks)


def auc_within_months(asks: Sequence[Asked], chances: Chances) -> float:
    """Of all pairs asked in the same month, one of which came back: in how many it had the higher chance."""
    months = defaultdict(list)
    for ask, chance in zip(asks, chances, strict=True):
        months[ask.asked_on.year, ask.asked_on.month].append((chance, bool(ask.came_back)))
    right = pairs = 0.0
    for month in months.values():
        won = sum(came_back for _, came_back in month)
        ranks, seen = 0.0, 0
        for _, same in groupby(sorted(month), key=lambda one: one[0]):
            tied = [came_back for _, came_back in same]
            ranks += sum(tied) * (seen + (len(tied) + 1) / 2)
            seen += len(tied)
        right += ranks - won * (won + 1) / 2
        pairs += won * (len(month) - won)
    return right / pairs if pairs else 0.5


def calibration(
    asks: Sequence[Asked], chances: Chances, parts: int = 10
) -> Iterator[tuple[int, float, float]]:
    """By tenths of the chances: how many rows, the chance told, and the share that came back."""
    cases = zip(chances, (bool(ask.came_back) for ask in asks), strict=True)
    ordered = sorted(cases, key=lambda case: case[0])
    for part in range(parts):
        cut = ordered[part * len(ordered) // parts : (part + 1) * len(ordered) // parts]
        if cut:
            yield len(cut), sum(chance for chance, _ in cut) / len(cut), sum(won for _, won in cut) / len(cut)


def off(asks: Sequence[Asked], chances: Chances) -> float:
    """The expected calibration error: how far the chances told lie from the shares that came, over their tenths."""
    return sum(rows * abs(told - came) for rows, told, came in calibration(asks, chances)) / len(asks)


def running_mean(asks: Sequence[Asked]) -> list[float]:
    return _told(asks, lambda: _Mean(1.0))


def fading_mean(asks: Sequence[Asked]) -> list[float]:
    """The running mean in which a case counts half after 200 more."""
    return _told(asks, lambda: _Mean(0.5 ** (1 / 200)))


def mean_by_kind(asks: Sequence[Asked]) -> list[float]:
    return _told(asks, _MeanByKind)


def everybody(asks: Sequence[Asked]) -> list[float]:
    """Asking everybody, as if each would come back."""
    return [1.0] * len(asks)


class _Mean:
    """Starts as if one of two had come back."""

    def __init__(self, kept: float) -> None:
        self._kept = kept
        self._asked, self._won = 1.0, 0.5

    def chance(self, _: Asked) -> float:
        return self._won / self._asked

    def learn(self, ask: Asked) -> None:
        self._asked = self._asked * self._kept + 1
        self._won = self._won * self._kept + bool(ask.came_back)


class _MeanByKind(_Mean):
    """Five cases of the running mean before a kind's own."""

    def __init__(self) -> None:
        super().__init__(1.0)
        self._of: dict[str, tuple[int, int]] = {}

    def chance(self, ask: Asked) -> float:
        asked, won = self._of.get(ask.kind, (0, 0))
        return (won + 5 * super().chance(ask)) / (asked + 5)

    def learn(self, ask: Asked) -> None:
        super().learn(ask)
        asked, won = self._of.get(ask.kind, (0, 0))
        self._of[ask.kind] = asked + 1, won + bool(ask.came_back)


def _told(asks: Sequence[Asked], start: Callable[[], _Mean]) -> list[float]:
    """Each row from those of earlier days."""
    mean, chances = start(), [0.0] * len(asks)
    order = sorted(range(len(asks)), key=lambda at: asks[at].asked_on)
    for _, day in groupby(order, key=lambda at: asks[at].asked_on):
        places = list(day)
        for at in places:
            chances[at] = mean.chance(asks[at])
        for at in places:
            mean.learn(asks[at])
    return chances
