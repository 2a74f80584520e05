"""The curve of a chance, held against scipy and numpy: the likeliest log odds, and how sure they are."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.timing.curve import GRID, NINETY, Curve, flat, learnt, place
from coaching.timing.past import Count

if TYPE_CHECKING:
    import numpy as np

NORMAL = NormalDist()
COUNTS = st.lists(st.integers(0, 400).flatmap(lambda n: st.builds(Count, st.just(n), st.integers(0, n))),
                  min_size=len(GRID), max_size=len(GRID))  # fmt: skip


def by_library(believed: Curve, counts: list[Count]) -> tuple[np.ndarray, np.ndarray]:
    """The mode of the posterior, and the inverse of its curvature there."""
    # Three seconds, which every process of a run would take to find its tests.
    import numpy as np
    from scipy.optimize import minimize

    start, precision = np.array(believed.mean), np.linalg.inv(np.array(believed.covariance))
    asked, won = np.array([c.asked for c in counts]), np.array([c.came_back for c in counts])

    def against(odds: np.ndarray) -> float:
        off = odds - start
        return float(np.sum(asked * np.logaddexp(0, odds) - won * odds) + off @ precision @ off / 2)

    def slope(odds: np.ndarray) -> np.ndarray:
        return np.asarray(asked / (1 + np.exp(-odds)) - won + precision @ (odds - start))

    mode = minimize(against, start, jac=slope, method="BFGS", options={"gtol": 1e-7, "maxiter": 10_000}).x
    chance = 1 / (1 + np.exp(-mode))
    return mode, np.linalg.inv(precision + np.diag(asked * chance * (1 - chance)))


@given(COUNTS)
def test_the_likeliest_curve_and_its_doubt_are_those_of_scipy_and_numpy(counts: list[Count]) -> None:
    import numpy as np

    # Less smooth than ours, so that numpy can invert it.
    believed = flat(0.12, 1.0, 0.5)
    rough = [
        [value + 0.05 * (one == other) for other, value in enumerate(row)]
        for one, row in enumerate(believed.covariance)
    ]
    believed = Curve(believed.mean, rough)
    mode, covariance = by_library(believed, counts)
    ours = learnt(believed, counts)
    assert np.allclose(ours.mean, mode, atol=2e-3)
    assert np.allclose(np.array(ours.covariance), covariance, atol=2e-3)


@pytest.mark.parametrize("counts", [
    [Count(10_000, 0)] * len(GRID), [Count(10_000, 10_000)] * len(GRID), [Count(0, 0)] * len(GRID),
])  # fmt: skip
def test_extremes_stay_chances(counts: list[Count]) -> None:
    curve = learnt(flat(0.12, 1.0, 0.5), counts)
    for at in range(len(GRID)):
        chance = curve.chance(at)
        assert 0 < chance.low <= chance.mean <= chance.high < 1


def test_the_more_cases_the_nearer_to_their_share_and_the_surer() -> None:
    at = place(90)
    told = []
    for asked in (0, 5, 50, 500):
        counts = [Count() for _ in GRID]
        counts[at] = Count(asked, 2 * asked // 5)
        told.append(learnt(flat(0.12, 1.0, 0.5), counts).chance(at))
    off = [abs(chance.mean - 0.4) for chance in told]
    width = [chance.high - chance.low for chance in told]
    assert off == sorted(off, reverse=True)
    assert width[1:] == sorted(width[1:], reverse=True)


def test_the_range_holds_nine_of_ten() -> None:
    assert NORMAL.cdf(NINETY) - NORMAL.cdf(-NINETY) == pytest.approx(0.9, abs=1e-4)


def test_cases_move_near_days_more_than_far_ones() -> None:
    counts = [Count() for _ in GRID]
    counts[place(14)] = Count(50, 25)
    curve = learnt(flat(0.12, 0.3, 0.8), counts)
    assert curve.mean[place(14)] > curve.mean[place(30)] > curve.mean[place(365)]
    assert curve.higher(place(14), place(365)) > 0.9
    assert curve.below(place(14), 0.9) > 0.9


@pytest.mark.parametrize(
    ("days", "stands_for"), [(0, 1), (1, 1), (5, 4), (6, 7), (90, 90), (400, 365), (5000, 730)]
)
def test_a_number_of_days_counts_as_the_nearest_on_a_log_scale(days: int, stands_for: int) -> None:
    assert GRID[place(days)] == stands_for
