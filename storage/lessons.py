"""A rep's lessons as they come back: of one kind of no, or of all; what won a deal counts as one, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from coaching.kinds import Kind, Stage
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.owner import Owner
from storage.tables import DealRow, DebriefRow

_READ = 60
"""Sets of answers looked at, the newest: enough for the few lessons that are shown."""


@dataclass(frozen=True)
class Lesson:
    """What a rep would do differently, or what made the difference where they `won`."""

    text: str
    kind: Kind
    stage: Stage | None
    at: datetime
    won: bool = False


def lessons_of(
    session: Session, owner: Owner, kind: Kind | None = None, besides: int | None = None
) -> Sequence[Lesson]:
    """The newest first, without what was undone or corrected; of `kind`, or of every kind.

    `besides` is the id of a deal whose own lessons are left out.
    """
    values = given(owner) | ({"kind": kind} if kind else {}) | ({"besides": besides} if besides else {})
    read = session.execute(_asked(kind is not None, besides is not None), values)
    return _told([(row, because, at) for row, because, at in read])


@cache
def _asked(of_kind: bool, besides: bool) -> Select[DebriefRow, str | None, datetime | None]:
    """Made once: to make it anew takes longer than to ask it."""
    query = _every()
    query = query.where(DebriefRow.kind == bindparam("kind")) if of_kind else query
    return standing(query.where(DealRow.id != bindparam("besides")) if besides else query)


def _every() -> Select[DebriefRow, str | None, datetime | None]:
    later = aliased(DebriefRow)
    corrected = select(later.id).where(later.corrects == DebriefRow.id, later.undone_at.is_(None))
    return (
        select(DebriefRow, DealRow.won_because, DealRow.won_back_at)
        .join(DealRow, DealRow.id == DebriefRow.deal_id)
        .where(of_given(DealRow), DebriefRow.undone_at.is_(None), ~corrected.exists())
        .where(or_(DebriefRow.lesson.is_not(None), _won()))
        .order_by(DebriefRow.id.desc())
        .limit(_READ)
    )


def _won() -> ColumnElement[bool]:
    return and_(DealRow.won_because.is_not(None), DealRow.won_back_at.is_not(None))


def _told(rows: Sequence[tuple[DebriefRow, str | None, datetime | None]]) -> Sequence[Lesson]:
    """What was carried over from one set of answers to the next, and what won, is told once a deal."""
    found: dict[tuple[int, str], Lesson] = {}
    for row, because, won_at in rows:
        if because and won_at:
            lesson = Lesson(because, row.kind, row.stage, won_at, won=True)
            found.setdefault((row.deal_id, because), lesson)
        if row.lesson:
            found.setdefault((row.deal_id, row.lesson), Lesson(row.lesson, row.kind, row.stage, row.at))
    return sorted(found.values(), key=lambda lesson: lesson.at, reverse=True)
