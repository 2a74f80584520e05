"""What counts of reps' lost deals in their team's numbers: read as bare columns, no words among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from coaching.asked_again import ABOUT_ASKING, asks_of
from coaching.deal import Reply
from coaching.debrief import AskedWhy, FirstNo
from coaching.kinds import Kind, Stage
from coaching.team_numbers import LEFT_OUT_IN_100, Outcome, TeamDeal
from storage.tables import DealRow, DebriefRow, PlanRow, ReplyRow, ShareRow

_Name = TypeVar("_Name", bound=StrEnum)
_LONGEST = timedelta(days=366)


@dataclass
class Facts:
    """Of one rep: their lost deals since the day asked for, and the days on which they shared a lesson."""

    deals: list[TeamDeal] = field(default_factory=list)
    shared_on: list[date] = field(default_factory=list)


def facts_of(
    session: Session, team: str, reps: Sequence[str], since: date, only_counted: bool = False
) -> Mapping[str, Facts]:
    """Those of some reps of a workspace, from a year before `since` on: a handful of statements for all of them.

    With `only_counted` what the lot leaves out is not even read; what came of asking again is read then alone. What a
    colleague has taken is theirs to add.
    """
    found: dict[str, Facts] = {rep: Facts() for rep in reps}
    first = datetime(since.year, since.month, since.day, tzinfo=UTC) - _LONGEST
    theirs = (DealRow.team == team) & DealRow.rep.in_(reps) & (DealRow.made_at >= first)
    theirs &= DealRow.handed_over_at.is_(None)
    if only_counted:
        theirs &= DealRow.lot >= LEFT_OUT_IN_100
    said, taken = _answers(session, theirs), _taken(session, theirs)
    replied = _replies(session, theirs) if only_counted else {}
    columns = (
        DealRow.id,
        DealRow.rep,
        DealRow.made_at,
        _text(DealRow.first_kind),
        DealRow.won_back_at,
        DealRow.won_after_days,
        DealRow.let_go_at,
        DealRow.lot,
    )
    for deal_id, rep, at, first_kind, won_at, days, let_go_at, lot in session.execute(
        select(*columns).where(theirs)
    ):
        kind, stage, first_no, asked_why = said.get(deal_id, _NOTHING)
        of_kind = _KINDS.get(first_kind or kind)
        if of_kind is None:
            continue
        outcome = Outcome.WON if won_at else Outcome.LET_GO if let_go_at else Outcome.OPEN
        asks = [((when.date() - at.date()).days, reply) for when, reply in replied.get(deal_id, ())]
        found[rep].deals.append(
            TeamDeal(
                at.date(),
                of_kind,
                _STAGES.get(stage),
                _FIRST_NOES.get(first_no),
                _ASKED.get(asked_why),
                outcome,
                days,
                taken.get(deal_id),
                lot,
                asks_of(asks, outcome, days) if only_counted else (),
                deal_id,
            )
        )
    shared = select(DealRow.rep, ShareRow.at).join(ShareRow, ShareRow.deal_id == DealRow.id)
    stands = ShareRow.withdrawn_at.is_(None) & ShareRow.message_ts.is_not(None)
    for rep, at in session.execute(shared.where(theirs, stands)):
        found[rep].shared_on.append(at.date())
    return found


def newest_number(session: Session) -> int:
    """Of all deals that are stored; 0 where there are none."""
    return session.scalar(select(func.max(DealRow.id))) or 0


def _answers(session: Session, theirs: Any) -> Mapping[int, tuple[str | None, ...]]:
    """The newest answers of each deal."""
    columns = (DebriefRow.kind, DebriefRow.stage, DebriefRow.first_no, DebriefRow.asked_why)
    query = (
        select(DebriefRow.deal_id, *map(_text, columns))
        .join(DealRow, DealRow.id == DebriefRow.deal_id)
        .where(theirs, DebriefRow.undone_at.is_(None))
        .order_by(DebriefRow.id)
    )
    return {deal_id: tuple(said) for deal_id, *said in session.execute(query)}


def _replies(session: Session, theirs: Any) -> Mapping[int, list[tuple[datetime, Reply]]]:
    """When the rep said that they had asked, or that it was a no still, oldest first."""
    query = (
        select(ReplyRow.deal_id, ReplyRow.at, ReplyRow.reply)
        .join(DealRow, DealRow.id == ReplyRow.deal_id)
        .where(theirs, ReplyRow.undone_at.is_(None), ReplyRow.reply.in_(ABOUT_ASKING))
        .order_by(ReplyRow.id)
    )
    found: dict[int, list[tuple[datetime, Reply]]] = {}
    for deal_id, at, reply in session.execute(query):
        found.setdefault(deal_id, []).append((at, reply))
    return found


def _taken(session: Session, theirs: Any) -> Mapping[int, bool]:
    """Whether the rep took the newest verdict that their answers led to; what a reply led to is another matter."""
    query = (
        select(PlanRow.deal_id, _text(PlanRow.verdict), _text(PlanRow.recommended))
        .join(DealRow, DealRow.id == PlanRow.deal_id)
        .where(theirs, PlanRow.undone_at.is_(None), PlanRow.reply_id.is_(None))
        .order_by(PlanRow.id)
    )
    return {deal_id: verdict == recommended for deal_id, verdict, recommended in session.execute(query)}


def _text(column: Any) -> Any:
    return type_coerce(column, String)


def _by_value(names: type[_Name]) -> Mapping[str | None, _Name]:
    return {name.value: name for name in names}


_KINDS, _STAGES = _by_value(Kind), _by_value(Stage)
_FIRST_NOES, _ASKED = _by_value(FirstNo), _by_value(AskedWhy)

_NOTHING = (None, None, None, None)
