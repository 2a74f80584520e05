"""A rep's lost deals at a glance: counts, one page of rows, lessons, and what came of each kind of no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from coaching.dates import local_date
from coaching.kinds import Kind
from coaching.plan import Verdict
from storage.owner import Owner
from storage.records import PENDING
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, Step


class Shelf(StrEnum):
    """The parts a rep's lost deals are sorted into."""

    COMING_UP = "coming_up"
    OPEN = "open"
    WAITING = "waiting"
    LET_GO = "let_go"
    WON_BACK = "won_back"
    LESSONS = "lessons"


@dataclass(frozen=True)
class Glance:
    """One lost deal in a row of Home."""

    deal_id: int
    prospect: str
    kind: Kind
    verdict: Verdict
    next_at: datetime | None
    lesson: str | None
    won_because: str | None


@dataclass(frozen=True)
class Outcome:
    """A kind of no in the rep's own record: how many there were, and after how many days each came back."""

    kind: Kind
    cases: int
    days_to_win: tuple[int, ...]


def shelf_sizes(session: Session, owner: Owner) -> dict[Shelf, int]:
    """How many lost deals stand on each shelf."""
    return {shelf: session.scalar(_count(owner, shelf)) or 0 for shelf in Shelf}


def glance(session: Session, owner: Owner, shelf: Shelf, offset: int, limit: int) -> Sequence[Glance]:
    """One page of a shelf: what comes up soonest first, the rest newest first."""
    next_at = _next_at()
    order = [next_at.asc()] if shelf is Shelf.COMING_UP else [DealRow.id.desc()]
    query = (
        select(DealRow, _newest(DebriefRow), _newest(PlanRow), next_at)
        .where(_on(owner, shelf))
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    found = session.execute(query).all()
    debriefs = _by_id(session, DebriefRow, [row[1] for row in found])
    plans = _by_id(session, PlanRow, [row[2] for row in found])
    return [
        Glance(
            deal.id,
            deal.prospect,
            debriefs[debrief].kind,
            plans[plan].verdict,
            at,
            debriefs[debrief].lesson,
            deal.won_because,
        )
        for deal, debrief, plan, at in found
    ]


def outcomes(session: Session, owner: Owner, zone: ZoneInfo) -> Sequence[Outcome]:
    """By the kind each deal began with, as it was last corrected, the most frequent first."""
    query = (
        select(DebriefRow.deal_id, DebriefRow.id, DebriefRow.corrects, DebriefRow.kind)
        .add_columns(DealRow.made_at, DealRow.won_back_at)
        .join(DealRow, DealRow.id == DebriefRow.deal_id)
        .where(DealRow.team == owner.team, DealRow.rep == owner.rep, DebriefRow.undone_at.is_(None))
        .order_by(DebriefRow.id)
    )
    first: dict[int, tuple[int, Kind, int | None]] = {}
    for deal_id, debrief_id, corrects, kind, made_at, won_at in session.execute(query):
        if deal_id not in first or first[deal_id][0] == corrects:
            days = _days(made_at, won_at, zone) if won_at else None
            first[deal_id] = (debrief_id, kind, days)
    cases: dict[Kind, list[int | None]] = {}
    for _, kind, days in first.values():
        cases.setdefault(kind, []).append(days)
    found = [
        Outcome(kind, len(days), tuple(sorted(day for day in days if day is not None)))
        for kind, days in cases.items()
    ]
    return sorted(found, key=lambda outcome: (-outcome.cases, outcome.kind))


def names_of(session: Session, owner: Owner) -> Sequence[tuple[int, str]]:
    """The id and prospect of each lost deal that is not won back, newest first."""
    query = (
        select(DealRow.id, DealRow.prospect)
        .where(DealRow.team == owner.team, DealRow.rep == owner.rep, DealRow.won_back_at.is_(None))
        .order_by(DealRow.id.desc())
    )
    return [(deal_id, prospect) for deal_id, prospect in session.execute(query)]


def _count(owner: Owner, shelf: Shelf) -> Select[Any]:
    return select(func.count()).select_from(DealRow).where(_on(owner, shelf))


def _on(owner: Owner, shelf: Shelf) -> ColumnElement[bool]:
    mine = (DealRow.team == owner.team) & (DealRow.rep == owner.rep)
    match shelf:
        case Shelf.COMING_UP:
            pending = _pending().where(NudgeRow.team == owner.team, NudgeRow.rep == owner.rep)
            return mine & DealRow.id.in_(pending.with_only_columns(NudgeRow.deal_id))
        case Shelf.OPEN:
            return mine & _none(DealRow.won_back_at, DealRow.let_go_at, DealRow.waiting_since)
        case Shelf.WAITING:
            return mine & _none(DealRow.won_back_at, DealRow.let_go_at) & DealRow.waiting_since.is_not(None)
        case Shelf.LET_GO:
            return mine & DealRow.let_go_at.is_not(None)
        case Shelf.WON_BACK:
            return mine & DealRow.won_back_at.is_not(None)
        case Shelf.LESSONS:
            lesson = DebriefRow.lesson.is_not(None) & DebriefRow.undone_at.is_(None)
            has_lesson = select(DebriefRow.id).where(DebriefRow.deal_id == DealRow.id, lesson)
            return mine & has_lesson.correlate(DealRow).exists()


def _pending() -> Select[Any]:
    return select(NudgeRow).where(NudgeRow.status == PENDING, NudgeRow.step != Step.WAITING)


def _next_at() -> Any:
    nudge = aliased(NudgeRow)
    pending = (nudge.status == PENDING) & (nudge.step != Step.WAITING)
    of_deal = select(func.min(nudge.due_at)).where(nudge.deal_id == DealRow.id, pending)
    return of_deal.correlate(DealRow).scalar_subquery()


def _newest(table: type[DebriefRow] | type[PlanRow]) -> Any:
    row = aliased(table)
    of_deal = select(func.max(row.id)).where(row.deal_id == DealRow.id, row.undone_at.is_(None))
    return of_deal.correlate(DealRow).scalar_subquery()


def _by_id(session: Session, table: Any, ids: list[int]) -> dict[int, Any]:
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}


def _none(*columns: Any) -> ColumnElement[bool]:
    return and_(*(column.is_(None) for column in columns))


def _days(since: datetime, until: datetime, zone: ZoneInfo) -> int:
    """Calendar days, as the rep counts them."""
    return (local_date(until, zone) - local_date(since, zone)).days
