"""A chance by days since the no, with its doubt: a smooth curve, moved by cases only as far as they allow.

The log odds at the days of a grid are a normal distribution (a Gaussian process on a log scale of days). What came of
asks moves it by Laplace's approximation: to the likeliest curve, as sure as the cases around it make it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from coaching.timing.past import Count

GRID = (1, 2, 4, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730)
"""Days since the no; every other number of days counts as the nearest of these on a log scale."""
_SMOOTH = 1.5
"""Octaves over which a curve bends."""
_TURNS, _STILL = 100, 1e-10
NINETY = 1.6449
"""Standard deviations either side that hold nine of ten."""

Matrix = list[list[float]]


@dataclass(frozen=True)
class Chance:
    """The chance that an ask brings a yes, and the range that holds it nine times of ten."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """Log odds over GRID: the mean of each, and how all vary together."""

    mean: Sequence[float]
    covariance: Sequence[Sequence[float]]

    def chance(self, at: int) -> Chance:
        """At a place of GRID."""
        middle, spread = self.mean[at], math.sqrt(max(0.0, self.covariance[at][at]))
        mean = sigmoid(middle / math.sqrt(1 + math.pi * spread * spread / 8))
        return Chance(mean, sigmoid(middle - NINETY * spread), sigmoid(middle + NINETY * spread))

    def higher(self, at: int, than: int) -> float:
        """How sure it is that the chance is higher at one place than at another, from 0 to 1."""
        variance = self.covariance[at][at] + self.covariance[than][than] - 2 * self.covariance[at][than]
        return _above(self.mean[at] - self.mean[than], variance)

    def below(self, at: int, chance: float) -> float:
        """How sure it is that the chance at a place is below `chance`, from 0 to 1."""
        return _above(logit(chance) - self.mean[at], self.covariance[at][at])


def flat(chance: float, level: float, shape: float) -> Curve:
    """What is believed before any case: the same chance on all days.

    `level` and `shape` are how far the curve as a whole, and its days against each other, may be off, in log odds.
    """
    return Curve([logit(chance)] * len(GRID), spread(level, shape))


def spread(level: float, shape: float) -> Matrix:
    """How a smooth curve over GRID varies: all of it by `level`, its bends by `shape`."""

    def together(one: int, other: int) -> float:
        octaves = math.log2(one / other) / _SMOOTH
        return level**2 + shape**2 * math.exp(-(octaves**2) / 2)

    return [[together(one, other) for other in GRID] for one in GRID]


def place(days: int) -> int:
    """The place in GRID that stands for so many days."""
    return min(range(len(GRID)), key=lambda at: abs(math.log(GRID[at] / max(1, days))))


def learnt(believed: Curve, counts: Sequence[Count]) -> Curve:
    """The curve after what came of asks, a count for each place of GRID."""
    seen = [at for at, count in enumerate(counts) if count.asked]
    if not seen:
        return believed
    covariance = believed.covariance
    kernel = [[covariance[one][other] for other in seen] for one in seen]
    pull, roots, factor = _likeliest([believed.mean[at] for at in seen], kernel, [counts[at] for at in seen])
    mean, columns = [], []
    for at in range(len(GRID)):
        row = [covariance[at][other] for other in seen]
        mean.append(believed.mean[at] + _dot(row, pull))
        columns.append(_forward(factor, [root * value for root, value in zip(roots, row, strict=True)]))
    return Curve(
        mean,
        [
            [covariance[one][other] - _dot(columns[one], columns[other]) for other in range(len(GRID))]
            for one in range(len(GRID))
        ],
    )


def _likeliest(
    start: list[float], kernel: Matrix, counts: list[Count]
) -> tuple[list[float], list[float], Matrix]:
    """Newton's steps to the likeliest log odds: their pull from `start`, and there the roots of the weights and the
    Cholesky factor of the identity and the kernel scaled by them."""
    odds, pull = start, [0.0] * len(start)
    for _ in range(_TURNS):
        chances = [sigmoid(value) for value in odds]
        weights = [count.asked * chance * (1 - chance) for count, chance in zip(counts, chances, strict=True)]
        roots = [math.sqrt(weight) for weight in weights]
        factor = _cholesky(_scaled(kernel, roots))
        steps = [
            weight * (value - first) + count.came_back - count.asked * chance
            for weight, value, first, count, chance in zip(weights, odds, start, counts, chances, strict=True)
        ]
        drawn = [root * _dot(row, steps) for root, row in zip(roots, kernel, strict=True)]
        back = _backward(factor, _forward(factor, drawn))
        aim = [step - root * value for step, root, value in zip(steps, roots, back, strict=True)]
        # Half steps: a whole one may leap over the likeliest where a chance is near 0 or 1.
        far = max(
            abs(_dot(row, aim) + first - value) for row, first, value in zip(kernel, start, odds, strict=True)
        )
        share = 1.0 if far < 1 else 0.5
        pull = [old + share * (new - old) for old, new in zip(pull, aim, strict=True)]
        odds = [first + _dot(row, pull) for first, row in zip(start, kernel, strict=True)]
        if far < _STILL:
            break
    return pull, roots, factor


def sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, odds))))


def logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _above(difference: float, variance: float) -> float:
    return 0.5 * (1 + math.erf(difference / math.sqrt(2 * max(variance, 1e-12))))


def _scaled(kernel: Matrix, roots: list[float]) -> Matrix:
    return [
        [(one == other) + roots[one] * value * roots[other] for other, value in enumerate(row)]
        for one, row in enumerate(kernel)
    ]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(float.__mul__, one, other))


def _cholesky(matrix: Matrix) -> Matrix:
    factor: Matrix = []
    for row, values in enumerate(matrix):
        made: list[float] = []
        for column in range(row):
            made.append((values[column] - _dot(made, factor[column][:column])) / factor[column][column])
        made.append(math.sqrt(values[row] - _dot(made, made)))
        factor.append(made)
    return factor


def _forward(factor: Matrix, values: Sequence[float]) -> list[float]:
    """Solves `factor` x = `values`."""
    solved: list[float] = []
    for row, value in zip(factor, values, strict=True):
        solved.append((value - _dot(solved, row[: len(solved)])) / row[-1])
    return solved


def _backward(factor: Matrix, values: Sequence[float]) -> list[float]:
    """Solves the transposed `factor` x = `values`."""
    solved = list(values)
    for at in reversed(range(len(solved))):
        rest = sum(factor[later][at] * solved[later] for later in range(at + 1, len(solved)))
        solved[at] = (solved[at] - rest) / factor[at][at]
    return solved
