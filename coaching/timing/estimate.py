"""When each kind of no comes back, as the cases so far have it: what holds for a team, and what a rep is told of it.

A kind starts from what came of asking after all other kinds, and from the playbook's days for it; its own cases move
it only as far as they allow. Five cases hardly do, fifty may.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coaching.policy import Policy
from coaching.timing.curve import GRID, Chance, Curve, flat, learnt, place, spread
from coaching.timing.past import NOT_YET, Count, Past
from coaching.timing.playbook_days import Waiting, away, known_kind, waiting

_ALL_LEVEL, _ALL_SHAPE = 0.7, 0.5
_KIND_LEVEL, _KIND_SHAPE = 0.5, 0.5
"""How far all kinds together may be off what the playbook believes, and one kind off the others, in log odds."""
SURE = 0.85
"""So sure must it be that another day is better than the playbook's, from 0 to 1."""
_A_PART_OF = 100
_FEWEST_FOR_MOST = 3
_DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Estimate:
    """One kind of no: its honest counts, and what to expect of asking again."""

    kind: str
    asked: int
    came_back: int
    most_between: tuple[int, int] | None
    """The shortest stretch of days since the no that holds two thirds of those who came back; None below three."""
    best_days: int
    """Days since the no after which asking is most likely to bring a yes."""
    chance: Chance
    """The chance then."""
    let_go: bool
    """Whether even then it is not worth what asking costs."""
    playbook: Waiting | None
    """What the playbook waits; None for a kind that is not ours, or whose date is set otherwise."""
    curve: Curve

    @property
    def most_weeks(self) -> tuple[int, int] | None:
        """The same stretch in weeks since the no, for a sentence: "most after six to ten weeks"."""
        if self.most_between is None:
            return None
        first, last = self.most_between
        return first // _DAYS_A_WEEK, -(-last // _DAYS_A_WEEK)


@dataclass
class Tally:
    """What came of asks after one kind of no: by place of GRID, and the days of those who came back."""

    by_place: list[Count] = field(default_factory=lambda: [Count() for _ in GRID])
    won_after: Counter[int] = field(default_factory=Counter)

    @property
    def all(self) -> Count:
        return Count(sum(c.asked for c in self.by_place), sum(c.came_back for c in self.by_place))


def estimates(past: Past, policy: Policy) -> tuple[Estimate, ...]:
    """One for each kind that anybody was asked after: ours as they are offered, then others, most asked first.

    Asks whose outcome nobody knows yet count for nothing.
    """
    tallies = tally(past)
    if not tallies:
        return ()
    everybody = _added(tallies.values())
    of_all = _of_others(everybody, Tally(), policy)
    few = sum(count.asked for count in everybody) / _A_PART_OF
    # One of very many kinds hardly counts in what holds for all: no need to take it out.
    made = [
        _estimate(kind, own, of_all if own.all.asked < few else _of_others(everybody, own, policy), policy)
        for kind, own in tallies.items()
        if own.all.asked
    ]
    ours = list(policy.kinds)
    return tuple(
        sorted(
            made,
            key=lambda one: (
                ours.index(kind) if (kind := known_kind(one.kind)) in ours else len(ours),
                -one.asked,
                one.kind,
            ),
        )
    )


def tally(past: Past) -> Mapping[str, Tally]:
    """What came of the asks of each kind."""
    places: dict[int, int] = {}
    tallies = [Tally() for _ in past.kinds]
    for kind, days, outcome in zip(past.kind_of, past.days, past.came_back, strict=True):
        if outcome == NOT_YET:
            continue
        at = places.get(days)
        if at is None:
            at = places[days] = place(days)
        count = tallies[kind].by_place[at]
        count.asked += 1
        if outcome:
            count.came_back += 1
            tallies[kind].won_after[days] += 1
    return dict(zip(past.kinds, tallies, strict=True))


def most_between(won_after: Mapping[int, int]) -> tuple[int, int] | None:
    """The shortest stretch of days, the earlier of equals, that holds two thirds of those who came back."""
    days = sorted(day for day, count in won_after.items() for _ in range(count))
    if len(days) < _FEWEST_FOR_MOST:
        return None
    holds = -(-len(days) * 2 // 3)
    return min(zip(days, days[holds - 1 :], strict=False), key=lambda ends: (ends[1] - ends[0], ends[0]))


def _estimate(kind: str, own: Tally, others: Curve, policy: Policy) -> Estimate:
    waits = waiting(policy, kind)
    curve = learnt(_believed(others, waits), own.by_place)
    best = _best(curve, own, waits)
    chance = curve.chance(best)
    count = own.all
    return Estimate(
        kind,
        count.asked,
        count.came_back,
        most_between(own.won_after),
        waits.days if waits and best == place(waits.days) else GRID[best],
        chance,
        chance.mean < policy.numbers.ask_cost_percent / 100,
        waits,
        curve,
    )


def _of_others(everybody: Sequence[Count], own: Tally, policy: Policy) -> Curve:
    """What came of asking after all kinds but one."""
    others = [
        Count(every.asked - mine.asked, every.came_back - mine.came_back)
        for every, mine in zip(everybody, own.by_place, strict=True)
    ]
    return learnt(flat(policy.numbers.come_back_percent / 100, _ALL_LEVEL, _ALL_SHAPE), others)


def _believed(others: Curve, waits: Waiting | None) -> Curve:
    """What is believed of a kind before its own cases."""
    own = spread(_KIND_LEVEL, _KIND_SHAPE)
    return Curve(
        [
            mean + (away(days, waits.days) if waits else 0)
            for mean, days in zip(others.mean, GRID, strict=True)
        ],
        [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(others.covariance, own, strict=True)],
    )


def _best(curve: Curve, own: Tally, waits: Waiting | None) -> int:
    """The best place to ask among those where this kind was asked; the playbook's unless it is sure to be worse."""
    asked = [at for at, count in enumerate(own.by_place) if count.asked]
    best = max(asked, key=lambda at: curve.chance(at).mean)
    if waits is None:
        return best
    playbook = place(waits.days)
    return best if curve.higher(best, playbook) >= SURE else playbook


def _added(tallies: Iterable[Tally]) -> list[Count]:
    return [
        Count(sum(count.asked for count in counts), sum(count.came_back for count in counts))
        for counts in zip(*(one.by_place for one in tallies), strict=True)
    ]
