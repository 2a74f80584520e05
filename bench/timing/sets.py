"""Sets of past asks whose truth is known, each made by a seed: what a team or a bank might have had."""

import math
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from coaching.timing.past import Asked

PLAYBOOK_DAYS = {
    "no_need": 90, "content": 90, "not_now": 90, "no_budget": 90, "no_authority": 5, "no_response": 14,
    "no_rapport": 30, "need_not_felt": 7, "no_real_need": 180, "doubts_us": 45, "no_value": 7,
    "chose_competitor": 180, "never_asked": 2, "unknown": 90,
}  # fmt: skip
_CAMPAIGNS = [
    (10, 40, 0.15), (11, 900, 0.07), (12, 15, 0.3), (13, 450, 0.05), (14, 750, 0.07), (15, 60, 0.3), (16, 800, 0.09),
    (17, 1000, 0.07), (18, 120, 0.28), (19, 60, 0.3), (20, 90, 0.33), (21, 80, 0.35), (22, 90, 0.38), (23, 60, 0.3),
    *((month, 40, 0.33) for month in range(24, 35)),
]  # fmt: skip
"""Month, calls, and the share that came back: bursts, then a trickle with a share four times as high."""


class Made(NamedTuple):
    """An ask, and the chance it was made with."""

    ask: Asked
    truth: float


def _made(chance: random.Random, kind: str, asked_on: date, days: int, log_odds: float) -> Made:
    truth = 1 / (1 + math.exp(-log_odds))
    return Made(Asked(kind, asked_on - timedelta(days=days), asked_on, chance.random() < truth), truth)


def _on_days(chance: random.Random, count: int, days: int) -> list[date]:
    return sorted(date(2022, 1, 1) + timedelta(days=chance.randrange(days)) for _ in range(count))


def _any_days(chance: random.Random) -> int:
    return round(math.exp(chance.uniform(1, 6)))


def _bump(days: float, around: float, width: float) -> float:
    return math.exp(-(((days - around) / width) ** 2) / 2)


def campaigns(chance: random.Random) -> Iterator[Made]:
    """As in telemarketing: bursts on few days, a share that leaps from month to month, calls a quarter or half a year
    after the last one, a dozen kinds that differ a little."""
    kinds = [f"segment {number}" for number in range(12)]
    moved = {kind: chance.gauss(0, 0.3) for kind in kinds}
    common = [chance.random() ** 2 + 0.05 for _ in kinds]
    peaks = [(91, 8, 0.5), (183, 6, 0.5), (270, 20, 0.1), (340, 25, -0.2)]
    for month, calls, share in _CAMPAIGNS:
        on = chance.sample(range(1, 29), chance.choice([3, 5, 8]) if calls > 300 else 22)
        for _ in range(calls):
            asked_on = date(2008 + month // 12, 1 + month % 12, chance.choice(on))
            kind = chance.choices(kinds, common)[0]
            around, width, _moves = chance.choice(peaks)
            days = (
                max(1, round(chance.gauss(around, width)))
                if chance.random() < 0.7
                else chance.randrange(10, 400)
            )
            peak = sum(moves * _bump(days, around, width) for around, width, moves in peaks)
            day = 0.25 * math.sin(asked_on.toordinal() * 1.7)
            yield _made(
                chance, kind, asked_on, days, math.log(share / (1 - share)) + moved[kind] + peak + day
            )


def calm(chance: random.Random) -> Iterator[Made]:
    """11 in a hundred, three kinds, a weak season, weak peaks."""
    kinds = {"failure": -0.1, "other": 0.25, "no answer": -0.3}
    for asked_on in _on_days(chance, 7000, 900):
        kind = chance.choice(list(kinds))
        days = chance.choice([91, 92, 182, 183, 184, chance.randrange(1, 400), chance.randrange(1, 400)])
        peak = 0.3 * (88 < days < 96) + 0.25 * (180 < days < 190)
        yield _made(chance, kind, asked_on, days, -2.09 + kinds[kind] + peak + 0.3 * math.sin(asked_on.month))


def crm(chance: random.Random) -> Iterator[Made]:
    """Our own kinds, each with a best day near the playbook's, and a share that goes up and down over the years."""
    moved = {kind: chance.gauss(0, 0.5) for kind in PLAYBOOK_DAYS}
    off = {kind: chance.gauss(0, 0.4) for kind in PLAYBOOK_DAYS}
    for asked_on in _on_days(chance, 3000, 900):
        kind = chance.choice(list(PLAYBOOK_DAYS))
        days = max(1, round(PLAYBOOK_DAYS[kind] * math.exp(chance.gauss(0, 0.7))))
        away = abs(math.log(days / PLAYBOOK_DAYS[kind]) - off[kind])
        yield _made(
            chance,
            kind,
            asked_on,
            days,
            -2 + moved[kind] - 0.8 * away + 0.6 * math.sin(asked_on.toordinal() / 150),
        )


def drift(chance: random.Random) -> Iterator[Made]:
    """A share that wanders, and leaps now and then; six kinds that differ a little."""
    moved = {f"segment {number}": chance.gauss(0, 0.3) for number in range(6)}
    level, before = -2.0, None
    for asked_on in _on_days(chance, 6000, 1000):
        if asked_on != before:
            level += chance.gauss(0, 0.06) + (chance.gauss(0, 1) if chance.random() < 0.006 else 0)
            level, before = max(-3.5, min(0.5, level)), asked_on
        kind = chance.choice(list(moved))
        yield _made(chance, kind, asked_on, _any_days(chance), level + moved[kind])


def few(chance: random.Random) -> Iterator[Made]:
    """Sixty cases in a year."""
    kinds = {kind: chance.gauss(0, 0.8) for kind in list(PLAYBOOK_DAYS)[:5]}
    for asked_on in _on_days(chance, 60, 365):
        kind = chance.choice(list(kinds))
        days = max(1, round(PLAYBOOK_DAYS[kind] * math.exp(chance.gauss(0, 0.5))))
        yield _made(chance, kind, asked_on, days, -1.7 + kinds[kind])


def new_kind(chance: random.Random) -> Iterator[Made]:
    """A kind never seen turns up in the second year, and comes back three times as often."""
    for asked_on in _on_days(chance, 4000, 700):
        if asked_on > date(2022, 12, 1) and chance.random() < 0.3:
            yield _made(chance, "fresh", asked_on, _any_days(chance), -0.6)
        else:
            kind = chance.choice("abcd")
            yield _made(chance, kind, asked_on, _any_days(chance), -2.2 + "abcd".index(kind) * 0.15)


def peak(chance: random.Random) -> Iterator[Made]:
    """All kinds come back best after about 80 days."""
    for asked_on in _on_days(chance, 4000, 700):
        days = _any_days(chance)
        yield _made(
            chance, chance.choice("abc"), asked_on, days, -2.6 + 1.6 * _bump(math.log(days), 4.4, 0.5)
        )


def own_peaks(chance: random.Random) -> Iterator[Made]:
    """Each kind has a best day of its own."""
    best = {kind: chance.uniform(2, 5.5) for kind in "abcdef"}
    for asked_on in _on_days(chance, 5000, 700):
        kind, days = chance.choice("abcdef"), _any_days(chance)
        yield _made(chance, kind, asked_on, days, -2.6 + 1.5 * _bump(math.log(days), best[kind], 0.6))


def long_tail(chance: random.Random) -> Iterator[Made]:
    """Four hundred kinds, most of them rare."""
    kinds = [f"campaign {number}" for number in range(400)]
    common = [1 / (number + 1) for number in range(400)]
    moved = {kind: chance.gauss(0, 0.6) for kind in kinds}
    for asked_on in _on_days(chance, 5000, 700):
        kind = chance.choices(kinds, common)[0]
        yield _made(chance, kind, asked_on, _any_days(chance), -2.1 + moved[kind])


def cohorts(chance: random.Random) -> Iterator[Made]:
    """Who said no in the same month comes back alike, whenever they are asked."""
    moved = {month: chance.gauss(0, 0.4) for month in range(-12, 24)}
    for asked_on in _on_days(chance, 5000, 700):
        days = chance.randrange(5, 300)
        said_no_on = asked_on - timedelta(days=days)
        month = 12 * (said_no_on.year - 2022) + said_no_on.month - 1
        yield _made(chance, chance.choice("abc"), asked_on, days, -2 + moved[month])


def noise(chance: random.Random) -> Iterator[Made]:
    """11 in a hundred, whatever the kind, the days and the time."""
    for asked_on in _on_days(chance, 5000, 700):
        yield _made(chance, chance.choice("abcdefgh"), asked_on, _any_days(chance), math.log(0.11 / 0.89))


SETS: dict[str, Callable[[random.Random], Iterator[Made]]] = {
    "campaigns": campaigns,
    "calm": calm,
    "crm": crm,
    "drift": drift,
    "few": few,
    "new kind": new_kind,
    "peak": peak,
    "own peaks": own_peaks,
    "long tail": long_tail,
    "cohorts": cohorts,
    "noise": noise,
}


def made(name: str, seed: int) -> list[Made]:
    return list(SETS[name](random.Random(f"{name} {seed}")))
