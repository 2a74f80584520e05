"""What a rep's day asks of them: nudges that wait for an answer, decisions, what falls due today and soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, case, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from coaching.agenda import Part
from coaching.kinds import Kind
from coaching.plan import Opening, Variant
from coaching.steps import Step
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.owner import Owner
from storage.records import PENDING, SENT
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow

_PLACES = {part: place for place, part in enumerate(Part)}


@dataclass(frozen=True)
class DayItem:
    """One nudge of the rep's day.

    `at` is since when an answer is waited for, or when the nudge comes; `sent` says whether it stands in the DM.
    `all` counts the rep's items in the same part, those that are not listed too.
    """

    part: Part
    nudge_id: int
    deal_id: int
    prospect: str
    kind: Kind
    opening: Opening
    variant: Variant | None
    at: datetime
    due_on: date
    sent: bool
    all: int


def day_of(session: Session, owner: Owner, today: date, until: date, most: int) -> Sequence[DayItem]:
    """All parts in one statement, at most `most` of each; `until` is the last day of what comes soon.

    `today` and `until` are days of the rep's own.
    """
    days = given(owner, today=today, until=until, most=most)
    parts = list(Part)
    return [DayItem(parts[place], *row) for place, *row in session.execute(_day(), days)]


@cache
def _day() -> Select[Any]:
    """What a DayItem has; made once, since to make it anew takes longer than to ask it."""
    group = _group()
    at = func.coalesce(_first_asked(), NudgeRow.due_at)
    order = _order(at)
    listed = (
        select(
            NudgeRow.id,
            group.label("place"),
            at.label("at"),
            func.row_number().over(partition_by=group, order_by=order).label("rank"),
            func.count().over(partition_by=group).label("all"),
        )
        .join(DealRow, DealRow.id == NudgeRow.deal_id)
        .where(
            of_given(NudgeRow),
            DealRow.won_back_at.is_(None),
            DealRow.handed_over_at.is_(None),
            _sent() | _still_to_come(),
        )
        .subquery()
    )
    return standing(
        select(
            listed.c.place,
            NudgeRow.id,
            NudgeRow.deal_id,
            DealRow.prospect,
            DebriefRow.kind,
            NudgeRow.opening,
            PlanRow.variant,
            listed.c.at,
            NudgeRow.due_on,
            NudgeRow.status == SENT,
            listed.c.all,
        )
        .select_from(listed)
        .join(NudgeRow, NudgeRow.id == listed.c.id)
        .join(DealRow, DealRow.id == NudgeRow.deal_id)
        .join(PlanRow, PlanRow.id == NudgeRow.plan_id)
        .join(DebriefRow, DebriefRow.id == _newest(DebriefRow))
        .where(listed.c.rank <= bindparam("most"))
        .order_by(listed.c.place, listed.c.rank)
    )


def _order(at: ColumnElement[Any]) -> Sequence[ColumnElement[Any]]:
    """The one place that says what comes first within a group: the longest waiting or soonest due, then the dearest."""
    value = func.coalesce(type_coerce(DealRow.value, BigInteger), 0)
    return [at, value.desc(), NudgeRow.id.expression]


def _group() -> ColumnElement[int]:
    return case(
        (NudgeRow.opening == Opening.RECOMMENDED, _PLACES[Part.DECIDE]),
        (NudgeRow.status == SENT, _PLACES[Part.ANSWER]),
        (NudgeRow.due_on <= bindparam("today"), _PLACES[Part.DUE]),
        else_=_PLACES[Part.SOON],
    )


def _sent() -> ColumnElement[bool]:
    """The newest message about the plan that holds, not answered."""
    reply = (
        select(ReplyRow.id)
        .where(ReplyRow.nudge_id == NudgeRow.id, ReplyRow.undone_at.is_(None))
        .correlate(NudgeRow)
    )
    later = _sibling()
    newer = _sent_sibling(later).where(later.id > NudgeRow.id)
    holds = NudgeRow.plan_id == _newest(PlanRow)
    return and_(NudgeRow.status == SENT, holds, ~reply.exists(), ~newer.exists())


def _still_to_come() -> ColumnElement[bool]:
    """First messages up to that day, and every recommendation that was not brought up in a message yet."""
    first = (NudgeRow.step == Step.NUDGE) & (NudgeRow.due_on <= bindparam("until"))
    wanted = case((NudgeRow.opening == Opening.RECOMMENDED, NudgeRow.step != Step.WAITING), else_=first)
    return and_(NudgeRow.status == PENDING, wanted, ~_asked().exists())


def _asked() -> Any:
    return _sent_sibling(_sibling())


def _sibling() -> Any:
    return aliased(NudgeRow)


def _sent_sibling(other: Any) -> Any:
    """Messages about the same plan that stand in the DM."""
    same = (other.plan_id == NudgeRow.plan_id) & (other.status == SENT)
    return select(other.id).where(same).correlate(NudgeRow)


def _first_asked() -> Any:
    other = _sibling()
    same = (other.plan_id == NudgeRow.plan_id) & (other.status == SENT)
    return select(func.min(other.sent_at)).where(same).correlate(NudgeRow).scalar_subquery()


def _newest(table: Any) -> Any:
    """The id of the newest row of the nudge's deal that was not undone."""
    row = aliased(table)
    newest = select(func.max(row.id)).where(row.deal_id == NudgeRow.deal_id, row.undone_at.is_(None))
    return newest.correlate(NudgeRow).scalar_subquery()
