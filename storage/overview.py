"""A rep's lost deals at a glance: counts, one page of rows, lessons, and what came of each kind of no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from coaching.kinds import Kind
from coaching.plan import Verdict
from storage.owner import Owner
from storage.records import PARKED, PENDING
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


@dataclass(frozen=True)
class Outcome:
    """A kind of no in the rep's own record: how many there were, and after how many days each came back."""

    kind: Kind
    cases: int
    days_to_win: tuple[int, ...]


def shelf_sizes(session: Session, owner: Owner) -> dict[Shelf, int]:
    """How many lost deals stand on each shelf."""
    stands = (Shelf.OPEN, Shelf.WAITING, Shelf.LET_GO, Shelf.WON_BACK)
    counts = [func.count().filter(_stands(shelf)) for shelf in stands]
    row = session.execute(select(*counts).select_from(DealRow).where(_mine(owner))).one()
    coming = select(func.count(func.distinct(NudgeRow.deal_id))).where(_pending(owner))
    lessons = select(func.count()).select_from(DealRow).where(_on(owner, Shelf.LESSONS))
    sizes = dict(zip(stands, row, strict=True))
    sizes |= {Shelf.COMING_UP: session.scalar(coming) or 0, Shelf.LESSONS: session.scalar(lessons) or 0}
    return {shelf: sizes[shelf] for shelf in Shelf}


def summaries(session: Session, owner: Owner, shelf: Shelf, offset: int, limit: int) -> Sequence[DealSummary]:
    """One page of a shelf: what comes up soonest first, the rest newest first.

    First the ids of the page alone, then what is shown of these: a rep with thousands sees one page as fast.
    """
    ids = list(session.scalars(_ids(owner, shelf).offset(offset).limit(limit)))
    deals = {row.id: row for row in session.scalars(select(DealRow).where(DealRow.id.in_(ids)))}
    debriefs, plans = _newest(session, DebriefRow, ids), _newest(session, PlanRow, ids)
    next_at, failures = _next_at(session, ids), _failures(session, ids)
    return [
        DealSummary(
            deal_id,
            deals[deal_id].prospect,
            debriefs[deal_id].kind,
            plans[deal_id].verdict,
            next_at.get(deal_id),
            debriefs[deal_id].lesson,
            deals[deal_id].won_because,
            failures.get(deal_id),
        )
        for deal_id in ids
    ]


def outcomes(session: Session, owner: Owner) -> Sequence[Outcome]:
    """By the kind each deal began with, as it was last corrected, the most frequent first."""
    cases = select(DealRow.first_kind, func.count()).where(_mine(owner)).group_by(DealRow.first_kind)
    won = select(DealRow.first_kind, DealRow.won_after_days).where(
        _mine(owner), DealRow.won_back_at.is_not(None)
    )
    days: dict[Kind | None, list[int]] = {}
    for kind, after in session.execute(won):
        days.setdefault(kind, []).append(after or 0)
    found = [
        Outcome(kind, count, tuple(sorted(days.get(kind, ()))))
        for kind, count in session.execute(cases)
        if kind is not None
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


def _mine(owner: Owner) -> ColumnElement[bool]:
    return (DealRow.team == owner.team) & (DealRow.rep == owner.rep)


def _stands(shelf: Shelf) -> ColumnElement[bool]:
    """Where a deal stands; each is on one of these shelves."""
    match shelf:
        case Shelf.WAITING:
            return _none(DealRow.won_back_at, DealRow.let_go_at) & DealRow.waiting_since.is_not(None)
        case Shelf.LET_GO:
            return DealRow.let_go_at.is_not(None)
        case Shelf.WON_BACK:
            return DealRow.won_back_at.is_not(None)
        case _:
            return _none(DealRow.won_back_at, DealRow.let_go_at, DealRow.waiting_since)


def _on(owner: Owner, shelf: Shelf) -> ColumnElement[bool]:
    if shelf is not Shelf.LESSONS:
        return _mine(owner) & _stands(shelf)
    lesson = DebriefRow.lesson.is_not(None) & DebriefRow.undone_at.is_(None)
    has_lesson = select(DebriefRow.id).where(DebriefRow.deal_id == DealRow.id, lesson)
    return _mine(owner) & has_lesson.correlate(DealRow).exists()


def _ids(owner: Owner, shelf: Shelf) -> Select[int]:
    if shelf is not Shelf.COMING_UP:
        return select(DealRow.id).where(_on(owner, shelf)).order_by(DealRow.id.desc())
    soonest = func.min(NudgeRow.due_at)
    return (
        select(NudgeRow.deal_id)
        .where(_pending(owner))
        .group_by(NudgeRow.deal_id)
        .order_by(soonest, NudgeRow.deal_id)
    )


def _pending(owner: Owner) -> ColumnElement[bool]:
    mine = (NudgeRow.team == owner.team) & (NudgeRow.rep == owner.rep)
    return mine & (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING)


def _next_at(session: Session, ids: list[int]) -> dict[int, datetime]:
    pending = (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING)
    query = select(NudgeRow.deal_id, func.min(NudgeRow.due_at)).where(NudgeRow.deal_id.in_(ids), pending)
    return {row[0]: row[1] for row in session.execute(query.group_by(NudgeRow.deal_id))}


def _failures(session: Session, ids: list[int]) -> dict[int, str | None]:
    parked = select(NudgeRow.deal_id, NudgeRow.failure).where(NudgeRow.status == PARKED)
    return {row[0]: row[1] for row in session.execute(parked.where(NudgeRow.deal_id.in_(ids)))}


def _newest(session: Session, table: Any, ids: list[int]) -> dict[int, Any]:
    """The newest row of each deal that was not undone."""
    query = select(table).where(table.deal_id.in_(ids), table.undone_at.is_(None)).order_by(table.id)
    return {row.deal_id: row for row in session.scalars(query)}


def _none(*columns: Any) -> ColumnElement[bool]:
    return and_(*(column.is_(None) for column in columns))
