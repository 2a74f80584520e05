"""Histories of a team: who joins, leaves, debriefs and deletes from week to week, and what the team then sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from coaching.debrief import AskedWhy, FirstNo
from coaching.disclosure import Member, Release, release
from coaching.kinds import Kind, Stage
from coaching.team_numbers import Outcome, Parts, Released, TeamDeal, counts, parts_of

BEGIN = date(2026, 1, 5)
REPS = ("A", "B", "C", "D", "E", "F", "G")
KINDS = (Kind.NOT_NOW, Kind.NO_BUDGET, Kind.NO_FIT)


@dataclass(frozen=True)
class Debriefs:
    """A lost deal of `rep` a few days before the week's Monday; one that is `besides` is never deleted."""

    rep: str
    days_ago: int
    deal: TeamDeal
    besides: bool = False


@dataclass(frozen=True)
class Joins:
    rep: str


@dataclass(frozen=True)
class Leaves:
    rep: str


@dataclass(frozen=True)
class Deletes:
    """The rep's oldest deal."""

    rep: str


Deed = Debriefs | Joins | Leaves | Deletes
History = Sequence[Sequence[Deed]]
"""What is done before each of the weeks."""


@dataclass
class _Rep:
    counts_in: bool = False
    own: list[TeamDeal] = field(default_factory=list)
    besides: list[TeamDeal] = field(default_factory=list)
    mark: str | None = None
    counted: int = 0

    @property
    def deals(self) -> list[TeamDeal]:
        return self.own + self.besides


@dataclass(frozen=True)
class Week:
    """What was shown, and what it was made of: the parts of everybody who then counted in."""

    released: Released
    parts: Mapping[str, Parts]
    missing: frozenset[str] = frozenset()
    """Who deleted something that was counted in what was shown before."""


def play(history: History) -> list[Week]:
    """Week by week, as the weekly job does it."""
    reps = {deed.rep: _Rep() for deeds in history for deed in deeds}
    weeks: list[Week] = []
    monday, before = BEGIN, None
    for deeds in history:
        monday += timedelta(days=7)
        for deed in deeds:
            _do(reps[deed.rep], deed, monday)
        members = [_member(name, rep, monday, before) for name, rep in reps.items() if rep.counts_in]
        made = release(monday, before, members)
        _keep(reps, made)
        before = made.released
        missing = frozenset(member.rep for member in members if not member.kept)
        weeks.append(Week(before, {member.rep: member.parts for member in members}, missing))
    return weeks


def _do(rep: _Rep, deed: Deed, monday: date) -> None:
    match deed:
        case Debriefs():
            deals = rep.besides if deed.besides else rep.own
            deals.append(replace(deed.deal, on=monday - timedelta(days=deed.days_ago)))
        case Joins():
            rep.counts_in = True
        case Leaves():
            rep.counts_in, rep.mark = False, None
        case Deletes() if rep.own:
            rep.own.pop(0)


def _member(name: str, rep: _Rep, monday: date, before: Released | None) -> Member:
    as_of = before.as_of if before else None
    there = sum(counts(deal) and as_of is not None and deal.on < as_of for deal in rep.deals)
    return Member(name, parts_of(rep.deals, (), monday), rep.mark, rep.mark is None or there >= rep.counted)


def _keep(reps: Mapping[str, _Rep], made: Release) -> None:
    if made.marks is None:
        return
    for name, mark in made.marks.items():
        reps[name].mark = mark
        reps[name].counted = sum(counts(deal) and deal.on < made.released.week for deal in reps[name].deals)


def _asks(outcome: Outcome, days: int | None) -> tuple[tuple[int, bool], ...]:
    """What was won was asked for on its day, what was let go twice in vain."""
    if days is not None:
        return ((days, True),)
    return ((20, False), (100, False)) if outcome is Outcome.LET_GO else ()


SHAPES = [
    TeamDeal(BEGIN, kind, stage, first_no, asked_why, outcome, days, taken, asks=_asks(outcome, days))
    for kind in KINDS
    for stage, first_no, asked_why in (
        (Stage.FIRST, FirstNo.EARLY, AskedWhy.TOLD),
        (Stage.BUYING, None, AskedWhy.NOT_YET),
    )
    for outcome, days in ((Outcome.WON, 10), (Outcome.WON, 200), (Outcome.LET_GO, None), (Outcome.OPEN, None))
    for taken in (True, False)
]
_AGES = [1, 3, 80, 88, 172, 178, 350, 362]
"""Some so old that they move from one period to the next, or out of the year, within a few weeks."""


def debriefs(lots: st.SearchStrategy[int]) -> st.SearchStrategy[Debriefs]:
    """Any rep's, of any age and shape: drawn as few numbers, since many are needed."""
    drawn = st.tuples(st.sampled_from(REPS), st.sampled_from(_AGES), st.sampled_from(SHAPES), lots)
    return drawn.map(lambda one: Debriefs(one[0], one[1], replace(one[2], lot=one[3])))


LOTS = st.integers(0, 99)
_DEEDS = st.one_of(
    debriefs(LOTS),
    debriefs(LOTS),
    debriefs(LOTS),
    st.builds(Joins, st.sampled_from(REPS)),
    st.builds(Leaves, st.sampled_from(REPS)),
    st.builds(Deletes, st.sampled_from(REPS)),
)
_MANY_JOIN = st.lists(st.sampled_from(REPS), min_size=5, max_size=7, unique=True).map(
    lambda names: [Joins(name) for name in names]
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Begins with some who count in and have deals, so that most of them come to be shown."""
    first: list[Deed] = [*draw(_MANY_JOIN), *draw(st.lists(debriefs(LOTS), min_size=8, max_size=30))]
    return [first, *draw(st.lists(st.lists(_DEEDS, max_size=8), min_size=1, max_size=6))]


_TAKEN = [one for one in SHAPES if one.taken and one.days in (10, None) and one.outcome is not Outcome.LET_GO]
_IN_EACH_BLOCK = (3, 100, 300)


@st.composite
def verdicts_shown(draw: st.DrawFn) -> History:
    """Everybody counts in, all verdicts were taken, few sorts of deals are many: how a kind fared comes to be shown."""
    return _of(draw, _TAKEN, _IN_EACH_BLOCK[: draw(st.integers(1, 3))], st.integers(20, 40))


@st.composite
def spread_out(draw: st.DrawFn) -> History:
    """A few sorts of deals, each often, in all three parts of the year: shorter periods are shown beside it."""
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=2, max_size=5, unique=True))
    return _of(draw, shapes, _IN_EACH_BLOCK, st.integers(10, 45))


def _of(
    draw: st.DrawFn, shapes: Sequence[TeamDeal], ages: Sequence[int], many: st.SearchStrategy[int]
) -> History:
    one = st.tuples(st.sampled_from(REPS), st.sampled_from(ages), st.sampled_from(shapes))
    count = draw(many)
    deals = draw(st.lists(one, min_size=count, max_size=count))
    return [[*(Joins(name) for name in REPS), *(Debriefs(*deal) for deal in deals)]]
