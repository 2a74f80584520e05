"""A rep's lost deals at a glance: counts, one page of rows, lessons, and what came of each kind of no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from coaching.kinds import Kind
from coaching.plan import Opening, Verdict
from coaching.steps import Step
from storage.imports import Imported, count_imported, imported_counts
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.owner import Owner
from storage.records import PARKED, PENDING
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow


class Shelf(StrEnum):
    """The parts a rep's lost deals are sorted into."""

    COMING_UP = "coming_up"
    OPEN = "open"
    WAITING = "waiting"
    LET_GO = "let_go"
    WON_BACK = "won_back"
    LESSONS = "lessons"


@dataclass(frozen=True)
class DealSummary:
    """One lost deal in a row of Home."""

    deal_id: int
    prospect: str
    kind: Kind
    verdict: Verdict
    next_at: datetime | None
    lesson: str | None
    won_because: str | None
    parked_for: str | None
    """Slack's name for why its nudge could not be sent, None unless that is so."""
    value: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Outcome:
    """A kind of no in the rep's own record: how many there were, and after how many days each came back."""

    kind: Kind
    cases: int
    days_to_win: tuple[int, ...]


HUNDREDTHS = type_coerce(DealRow.value, BigInteger)


@dataclass(frozen=True)
class Glance:
    """How many deals stand on each shelf, the rep's own record, and what was imported.

    `all_deals` counts those as well that a colleague has taken.
    """

    sizes: Mapping[Shelf, int]
    all_deals: int
    outcomes: Sequence[Outcome]
    imported: Imported


_STANDS = (Shelf.OPEN, Shelf.WAITING, Shelf.LET_GO, Shelf.WON_BACK)
"""Each deal stands on one of these; what comes up and what taught something stands on its own shelf besides."""
_TAKEN = len(_STANDS)
"""The place of what a colleague has taken, which is none of them."""


def glance(session: Session, owner: Owner) -> Glance:
    """How many lost deals stand on each shelf, what came of each kind of no, and of imports: one statement for all.

    The kind is the one each deal began with, as it was last corrected; the most frequent comes first. What a colleague
    has taken is no case of the record, and stands on no shelf but that of lessons: what it taught stays the rep's.
    """
    rows = session.execute(_counted(), given(owner)).all()
    imported = Imported(*rows[0][-4:]) if rows else count_imported(session, owner)
    sizes, cases, wins = dict.fromkeys(Shelf, 0), dict[Kind, int](), dict[Kind, list[int]]()
    for place, kind, after, count, comes, taught, *_ in rows:
        sizes |= {Shelf.COMING_UP: comes, Shelf.LESSONS: taught}
        if place == _TAKEN:
            continue
        sizes[_STANDS[place]] += count
        if kind is not None:
            cases[kind] = cases.get(kind, 0) + count
            if _STANDS[place] is Shelf.WON_BACK:
                wins.setdefault(kind, []).extend([after or 0] * count)
    found = [Outcome(kind, count, tuple(sorted(wins.get(kind, ())))) for kind, count in cases.items()]
    outcomes = sorted(found, key=lambda outcome: (-outcome.cases, outcome.kind))
    return Glance(sizes, sum(row[3] for row in rows), outcomes, imported)


def summaries(session: Session, owner: Owner, shelf: Shelf, offset: int, limit: int) -> Sequence[DealSummary]:
    """One page of a shelf: what comes up soonest first, of one moment the highest value; the rest newest first.

    What is shown is looked up for the page alone: a rep with thousands sees one page as fast.
    """
    page = given(owner, first=offset, most=limit)
    return [DealSummary(*row) for row in session.execute(_details(shelf), page)]


@cache
def _counted() -> Select[Any]:
    """How many deals stand alike; beside each the same counts of what comes up, of lessons, and of imports."""
    coming = select(func.count(func.distinct(NudgeRow.deal_id))).where(_pending())
    # The deals over again, for what is counted of them by itself.
    told: Any = aliased(DealRow)
    lessons = select(func.count()).select_from(told).where(_has_lesson(told), of_given(told))
    counts = (func.count(), coming.scalar_subquery(), lessons.scalar_subquery(), *imported_counts())
    alike = _alike()
    return standing(select(*alike, *counts).where(of_given(DealRow)).group_by(*alike))


def _alike() -> Sequence[Any]:
    """What deals have in common that are counted together: where they stand, of what kind, and won after how long."""
    taken = (DealRow.handed_over_at.is_not(None), _TAKEN)
    stands = case(taken, *((_stands(shelf), place) for place, shelf in enumerate(_STANDS)))
    days = case((DealRow.won_back_at.is_not(None), DealRow.won_after_days))
    return (stands, DealRow.first_kind, days)


def _stands(shelf: Shelf) -> ColumnElement[bool]:
    """Where a deal stands; each is on one of these shelves, unless it was handed over."""
    match shelf:
        case Shelf.WAITING:
            ended = (DealRow.won_back_at, DealRow.let_go_at, DealRow.handed_over_at)
            return _none(*ended) & DealRow.waiting_since.is_not(None)
        case Shelf.LET_GO:
            return DealRow.let_go_at.is_not(None)
        case Shelf.WON_BACK:
            return DealRow.won_back_at.is_not(None)
        case _:
            ended = (DealRow.won_back_at, DealRow.let_go_at, DealRow.handed_over_at)
            return _none(*ended, DealRow.waiting_since)


def _on(shelf: Shelf) -> ColumnElement[bool]:
    where: ColumnElement[bool] = _has_lesson(DealRow) if shelf is Shelf.LESSONS else _stands(shelf)
    return of_given(DealRow) & where


def _has_lesson(deals: Any) -> Any:
    """A condition on `deals`, which may be an alias."""
    lesson = DebriefRow.lesson.is_not(None) & DebriefRow.undone_at.is_(None)
    noted = select(DebriefRow.id).where(DebriefRow.deal_id == deals.id, lesson)
    return noted.correlate(deals).exists()


def _page(shelf: Shelf) -> Select[Any, Any, Any]:
    """The ids of a shelf's deals, and what they are ordered by."""
    if shelf is not Shelf.COMING_UP:
        newest, same = (-DealRow.id).label("place"), literal(0).label("lower")
        found = select(DealRow.id.label("id"), newest, same).where(_on(shelf))
        return found.order_by(DealRow.id.desc())
    soonest, lower = func.min(NudgeRow.due_at).label("place"), (-func.coalesce(HUNDREDTHS, 0)).label("lower")
    return (
        select(NudgeRow.deal_id.label("id"), soonest, lower)
        .join(DealRow, DealRow.id == NudgeRow.deal_id)
        .where(_pending())
        .group_by(NudgeRow.deal_id, DealRow.value)
        .order_by(soonest, lower, NudgeRow.deal_id)
    )


def _pending() -> ColumnElement[bool]:
    return of_given(NudgeRow) & _comes()


def _comes() -> ColumnElement[bool]:
    """The first message about a plan is still to come. A question that waits, or a reminder of it, is no such thing."""
    first = (NudgeRow.step == Step.NUDGE) & (NudgeRow.opening != Opening.RECOMMENDED)
    return (NudgeRow.status == PENDING) & first


@cache
def _details(shelf: Shelf) -> Select[Any]:
    """The fields of a DealSummary for each deal of a page of the shelf, in the page's order.

    Each of them is there: joined as if it were not, the page is read first, and not all the deals of its rep.
    """
    page = _page(shelf).offset(bindparam("first")).limit(bindparam("most")).subquery()
    columns, debrief, plan = _shown()
    return standing(
        select(*columns)
        .select_from(page)
        .outerjoin(DealRow, DealRow.id == page.c.id)
        .outerjoin(debrief, debrief.id == _newest(DebriefRow))
        .outerjoin(plan, plan.id == _newest(PlanRow))
        .order_by(page.c.place, page.c.lower, page.c.id)
    )


def _shown() -> tuple[Sequence[Any], Any, Any]:
    """The fields of a DealSummary, and the debrief and the plan that they are of."""
    debrief, plan = aliased(DebriefRow), aliased(PlanRow)
    next_at = select(func.min(NudgeRow.due_at)).where(NudgeRow.deal_id == DealRow.id, _comes())
    parked = select(func.max(NudgeRow.failure)).where(
        NudgeRow.deal_id == DealRow.id, NudgeRow.status == PARKED
    )
    columns = (
        DealRow.id,
        DealRow.prospect,
        debrief.kind,
        plan.verdict,
        next_at.correlate(DealRow).scalar_subquery(),
        debrief.lesson,
        DealRow.won_because,
        parked.correlate(DealRow).scalar_subquery(),
        DealRow.value,
        DealRow.currency,
    )
    return columns, debrief, plan


def _newest(table: Any) -> Any:
    """The id of a deal's newest row that was not undone."""
    row = aliased(table)
    newest = select(func.max(row.id)).where(row.deal_id == DealRow.id, row.undone_at.is_(None))
    return newest.correlate(DealRow).scalar_subquery()


def _none(*columns: Any) -> ColumnElement[bool]:
    return and_(*(column.is_(None) for column in columns))
