"""What came of asking again: of one lost deal by its replies, and of a team by its numbers of the week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching.deal import Reply
from coaching.kinds import Kind
from coaching.policy import Policy
from coaching.team_numbers import ASK_RANGES, LATER, Outcome, Period, Released, Table
from coaching.timing.estimate import Estimate, estimates
from coaching.timing.past import Asked, Past
from coaching.timing.playbook_days import waiting
from coaching.timing.suggestion import Suggestion, suggestion
from coaching.withheld_asks import ANY, LATE, SOON

_STANDS_FOR = {**dict(zip(ASK_RANGES, (21, 60, 120), strict=True)), LATER: 270, SOON: 45, LATE: 180}
"""Days that a span of asks is taken for: near the middle of it, as people see time."""
_NO_NUMBER = 90
"""Days for a kind whose asks are told in one, and whose date is set otherwise."""
_FEWEST = 3
_DAY_ZERO = date(2000, 1, 1)
ABOUT_ASKING = (Reply.REACHED_OUT, Reply.NO_ANSWER, Reply.STILL_NO)
"""What a rep answers that says they asked, or what came of it."""
_NO = frozenset({Reply.NO_ANSWER, Reply.STILL_NO})


@dataclass(frozen=True)
class TeamEstimate:
    """What a team's asks tell of a kind; `most` is the span in which most of those who came back were asked, if one."""

    kind: Kind
    estimate: Estimate
    most: str | None


@dataclass(frozen=True)
class Quote:
    """What the nudge and the verdict may quote of a kind: "4 of 11 came back, most after 31 to 90 days"."""

    asked: int
    came_back: int
    most: str | None


def asks_of(
    replies: Iterable[tuple[int, Reply]], outcome: Outcome, won_after: int | None
) -> tuple[tuple[int, bool], ...]:
    """Of one lost deal: days from the no to each ask whose outcome is known, and whether it brought the yes.

    `replies` are what the rep answered, oldest first, each with its days since the no. An ask that nobody has answered
    yet is left out. A win that nobody said they had asked for was asked for on its day.
    """
    asked, open_ask = list[int](), False
    for days, reply in replies:
        if reply is Reply.REACHED_OUT or (reply in _NO and not open_ask):
            asked.append(days)
        open_ask = reply is Reply.REACHED_OUT or (open_ask and reply not in _NO)
    if outcome is Outcome.WON:
        *earlier, last = [days for days in asked if days <= (won_after or 0)] or [won_after or 0]
        return (*((days, False) for days in earlier), (last, True))
    known = asked[:-1] if open_ask and outcome is Outcome.OPEN else asked
    return tuple((days, False) for days in known)


def team_estimates(released: Released, policy: Policy) -> Sequence[TeamEstimate]:
    """Of each kind of which the numbers of the week tell what came of asking: made of those and of nothing else."""
    year = released.numbers.get(Period.YEAR, {})
    asked, yes = year.get(Table.ASKED, {}), year.get(Table.YES, {})
    past = Past.of(one for leaf in asked for one in _cases(leaf, asked[leaf], yes.get(leaf, 0), policy))
    return [
        TeamEstimate(Kind(one.kind), one, _most(one.kind, yes))
        for one in estimates(past, policy)
        if one.asked
    ]


def suggestions(told: Iterable[TeamEstimate], policy: Policy) -> Sequence[Suggestion]:
    return [found for one in told if (found := suggestion(one.estimate, policy))]


def quotes(released: Released, policy: Policy) -> Mapping[Kind, Quote]:
    """Of kinds of which anybody came back."""
    return {
        one.kind: Quote(one.estimate.asked, one.estimate.came_back, one.most)
        for one in team_estimates(released, policy)
        if one.estimate.came_back
    }


def _cases(leaf: str, asked: int, yes: int, policy: Policy) -> Iterable[Asked]:
    kind, _, span = leaf.partition(":")
    days = _STANDS_FOR.get(span) or _playbook_days(kind, policy)
    on = _DAY_ZERO + timedelta(days=days)
    return (Asked(kind, _DAY_ZERO, on, number < yes) for number in range(asked))


def _playbook_days(kind: str, policy: Policy) -> int:
    waits = waiting(policy, kind)
    return waits.days if waits else _NO_NUMBER


def _most(kind: str, yes: Mapping[str, int]) -> str | None:
    """More than half of all; None where days are not told, or there are too few to speak of most."""
    mine = {span: count for leaf, count in yes.items() if (span := _span_of(leaf, kind))}
    span = max(mine, key=lambda name: mine[name], default=ANY)
    whole = sum(mine.values())
    return span if span != ANY and whole >= _FEWEST and 2 * mine[span] > whole else None


def _span_of(leaf: str, kind: str) -> str | None:
    named, _, span = leaf.partition(":")
    return span if named == kind else None
