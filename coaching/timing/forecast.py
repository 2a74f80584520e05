"""Each row's chance as told from earlier rows only: what was asked on days before it.

Rows of one day do not see each other, and the order in which rows come changes nothing. How long to remember, and how
much to make of kind and days, is learnt as well: every pair of a memory and a strength foretells each case, and what is
told is their mean, weighted by how well each foretold so far.

The level is settled at the start of each month, and again when what came back lies too far from what was told to be
chance. In between only kind and days tell rows apart, not who happened to be asked after a lucky day.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coaching.policy import Policy
from coaching.timing.effects import Case, Effects
from coaching.timing.levels import MEMORIES, Levels
from coaching.timing.past import NOT_YET, Count, Past, days_in_order
from coaching.timing.playbook_days import away, waiting

_STRENGTHS = (0.0, 0.4, 0.8, 1.2)
_PAIRS = MEMORIES * len(_STRENGTHS)
_SHARED = 5e-4
"""With each case so much of all weight is dealt out anew, so that a pair that was wrong for long can come back."""
_TOO_FAR = 3.0
"""In standard deviations."""
_GROWN = 1.2
_FIRST_CASES = 20
"""What was learnt of kinds and days is taken up once there are a fifth more cases, and so many at least."""

Group = tuple[str, int, int]
"""A kind's name, its place, and days since the no."""


def forecast(past: Past, policy: Policy) -> "array[float]":
    """The chance of each row of `past`, in its order."""
    chances = array("d", bytes(8 * len(past)))
    forecaster = _Forecaster(past.kinds, policy)
    for today, places in days_in_order(past):
        forecaster.begin(today)
        groups: dict[Group, Count] = {}
        for place in places:
            kind = past.kind_of[place]
            group = (past.kinds[kind], kind, past.days[place])
            chances[place] = forecaster.chance(kind, past.days[place])
            outcome = past.came_back[place]
            if outcome != NOT_YET:
                count = groups.setdefault(group, Count())
                count.asked += 1
                count.came_back += outcome
        forecaster.learn(groups)
    return chances


@dataclass(slots=True)
class _Surprise:
    """How far what came back lies from what was told, and how far chance alone would take it (a variance)."""

    off: float = 0.0
    variance: float = 0.5

    @property
    def too_far(self) -> bool:
        return self.off**2 > _TOO_FAR**2 * self.variance

    def add(self, count: Count, chance: float) -> None:
        self.off += count.came_back - count.asked * chance
        self.variance += count.asked * chance * (1 - chance)


class _Forecaster:
    """What is known at the start of a day, and the chances told of it."""

    def __init__(self, kinds: Sequence[str], policy: Policy) -> None:
        self._waiting = [waiting(policy, kind) for kind in kinds]
        self._levels = Levels(policy.numbers.come_back_percent / 100)
        self._effects = Effects()
        self._weights = [1 / _PAIRS] * _PAIRS
        self._today = self._month = 0
        self._seen = self._seen_when_settled = 0
        self._surprises: dict[int, _Surprise] = {}
        self._told: dict[tuple[int, int], tuple[float, list[float], float]] = {}
        self._settle()

    def begin(self, today: int) -> None:
        if self._today:
            self._levels.wait(today - self._today)
        self._today = today
        self._told.clear()
        on = date.fromordinal(today)
        month = 12 * on.year + on.month
        new_month, self._month = month != self._month, month
        if new_month or self._surprise.too_far:
            self._settle()
        grown = self._seen >= max(_FIRST_CASES, _GROWN * self._seen_when_settled)
        if new_month or grown or any(one.too_far for one in self._surprises.values()):
            self._settle_effects()

    def chance(self, kind: int, days: int) -> float:
        return self._tell(kind, days)[0]

    def learn(self, groups: dict[Group, Count]) -> None:
        if not groups:
            return
        asked = sum(count.asked for count in groups.values())
        came_back = sum(count.came_back for count in groups.values())
        stayed_away = 0.0
        level = self._level_now()
        weights = self._weights
        # By name: the order of the rows shall not matter.
        for (_, kind, days), count in sorted(groups.items()):
            chance, pairs, odds = self._tell(kind, days)
            stayed_away += (count.asked - count.came_back) * odds
            self._surprise.add(count, chance)
            self._surprises.setdefault(kind, _Surprise()).add(count, chance)
            weights = _weighed(weights, pairs, count)
            self._effects.learn(self._case(kind, days), self._month, level, count.asked, count.came_back)
        self._share_out(weights, asked)
        self._levels.learn(asked, came_back, stayed_away)
        self._seen += asked

    def _settle(self) -> None:
        self._against = [math.exp(-level) for level in self._levels.log_odds()]
        self._trusted = self._weights.copy()
        self._surprise = _Surprise()

    def _settle_effects(self) -> None:
        self._effects.settle()
        self._seen_when_settled = self._seen
        self._surprises.clear()

    def _tell(self, kind: int, days: int) -> tuple[float, list[float], float]:
        """The chance, what each pair says, and how many times the odds of anybody these are."""
        told = self._told.get((kind, days))
        if told is None:
            moved = self._effects.told(self._case(kind, days))
            against = [math.exp(-strength * moved) for strength in _STRENGTHS]
            pairs = [1 / (1 + level * strength) for level in self._against for strength in against]
            told = sum(map(float.__mul__, self._trusted, pairs)), pairs, math.exp(moved)
            self._told[kind, days] = told
        return told

    def _case(self, kind: int, days: int) -> Case:
        waits = self._waiting[kind]
        return Case(kind, days, self._today, away(days, waits.days) if waits else None)

    def _level_now(self) -> float:
        """The log odds of anybody today, as the memories that foretold best have it."""
        every = len(_STRENGTHS)
        return sum(
            level * sum(self._weights[memory * every : (memory + 1) * every])
            for memory, level in enumerate(self._levels.log_odds())
        )

    def _share_out(self, weights: list[float], asked: int) -> None:
        kept = (1 - _SHARED) ** asked
        total = sum(weights)
        self._weights = [kept * weight / total + (1 - kept) / _PAIRS for weight in weights]


def _weighed(weights: list[float], pairs: list[float], count: Count) -> list[float]:
    """The weights after what came of `count`, by how likely each pair held it against the one that did most."""
    no = count.asked - count.came_back
    if count.came_back:
        best = max(pairs)
        weights = [
            weight * (chance / best) ** count.came_back for weight, chance in zip(weights, pairs, strict=True)
        ]
    if no:
        best = 1 - min(pairs)
        weights = [
            weight * ((1 - chance) / best) ** no for weight, chance in zip(weights, pairs, strict=True)
        ]
    return weights
