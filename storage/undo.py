"""Taking back a reply: what it led to is marked undone, and what held before holds again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, bindparam, case, literal, select, update
from sqlalchemy.orm import Session

from coaching.plan import is_let_go
from coaching.steps import Step
from storage.deal_record import DealRecord
from storage.deals import is_known, record_of_reply
from storage.isolation import is_served
from storage.owner import Owner
from storage.records import DONE, PENDING, SUPERSEDED, plan_of
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow
from storage.types import UtcDateTime


class Undone(StrEnum):
    """What became of an undo."""

    DONE = "done"
    GONE = "gone"
    TOO_LATE = "too_late"
    OVERTAKEN = "overtaken"


def _unwatched(_record: DealRecord) -> None:
    pass


def undo_reply(
    session: Session,
    owner: Owner,
    reply_id: int,
    now: datetime,
    within: timedelta,
    found: Callable[[DealRecord], object] = _unwatched,
) -> tuple[Undone, DealRecord | None]:
    """Takes the reply back when it is the owner's, the last thing that happened, and not older than `within`.

    Returns what became of it, and the deal it was about; `found` is told of the deal before it changes.
    """
    record = record_of_reply(session, owner, reply_id, lock=True)
    if record is None:
        return Undone.GONE, None
    found(record)
    reply = next(row for row in record.row.replies if row.id == reply_id)
    if reply.undone_at:
        return Undone.GONE, None
    if now - reply.at > within:
        return Undone.TOO_LATE, record
    if _something_followed(record, reply) or _name_taken(session, owner, record):
        return Undone.OVERTAKEN, record
    reply.undone_at = now
    led_to: list[DebriefRow | PlanRow] = [*record.row.debriefs, *record.row.plans]
    for row in led_to:
        if row.reply_id == reply_id:
            row.undone_at = now
    _restore(session, record)
    return Undone.DONE, record


def _something_followed(record: DealRecord, reply: ReplyRow) -> bool:
    """A later reply, a plan that is not this reply's own, a nudge already sent for its plan, or a colleague took it."""
    if record.row.handed_over_at:
        return True
    own = {plan.id for plan in record.row.plans if plan.reply_id == reply.id}
    later_reply = any(other.id > reply.id and not other.undone_at for other in record.row.replies)
    later_plan = any(
        plan.id > min(own) and plan.id not in own and plan.at >= reply.at and not plan.undone_at
        for plan in record.row.plans
        if own
    )
    sent = any(nudge.plan_id in own and nudge.sent_at for nudge in record.row.nudges)
    return later_reply or later_plan or sent


def _name_taken(session: Session, owner: Owner, record: DealRecord) -> bool:
    """Whether a deal that was won back has an open successor: there is one for each prospect."""
    return bool(record.row.won_back_at and is_known(session, owner, record.row.prospect))


def _restore(session: Session, record: DealRecord) -> None:
    """The newest plan left is the one that holds: its unsent nudge is due again, and the outcome is its own."""
    record.drop_pending()
    row = record.row
    plan = next(plan for plan in reversed(row.plans) if plan.undone_at is None)
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.plan_id == plan.id, NudgeRow.status == SUPERSEDED, NudgeRow.sent_at.is_(None))
        .values(status=PENDING)
    )
    waited = (
        nudge.due_at
        for nudge in row.nudges
        if nudge.plan_id == plan.id and nudge.step is Step.WAITING and nudge.status == DONE
    )
    row.let_go_at = plan.at if is_let_go(plan_of(plan)) else None
    row.waiting_since = next(waited, None)
    row.won_back_at = row.won_because = None
    record.keep_in_short()
    session.flush()


_USUAL = bindparam("usual", type_=UtcDateTime())


def _undos_before(moment: ColumnElement[datetime]) -> Select[str, str, int, int]:
    return (
        select(DealRow.team, DealRow.rep, DealRow.id, ReplyRow.id)
        .join(DealRow, DealRow.id == ReplyRow.deal_id)
        .where(ReplyRow.undo_ended_at.is_(None), ReplyRow.undone_at.is_(None), ReplyRow.at < moment)
        .where(is_served(DealRow.team))
        .order_by(ReplyRow.at)
        .limit(bindparam("most"))
    )


_USUALLY_OVER = _undos_before(_USUAL)


def undos_over(
    session: Session, usual: datetime, own: Mapping[str, datetime], limit: int
) -> list[tuple[Owner, int, int]]:
    """The owner, deal and id of replies whose Undo is still on show, oldest first.

    They were given before the moment of their team in `own`, or else before the `usual` one.
    """
    moments = {team: literal(before, UtcDateTime) for team, before in own.items()}
    query = _undos_before(case(moments, value=DealRow.team, else_=_USUAL)) if own else _USUALLY_OVER
    rows = session.execute(query, {"usual": usual, "most": limit})
    return [(Owner(team, rep), deal_id, reply_id) for team, rep, deal_id, reply_id in rows]


def end_undo(session: Session, reply_id: int, now: datetime) -> None:
    session.execute(update(ReplyRow).where(ReplyRow.id == reply_id).values(undo_ended_at=now))
