"""Taking back a reply: what it led to is marked undone, and what held before holds again."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.deals import drop_pending, is_let_go, keep_first_kind
from storage.owner import Owner
from storage.records import DONE, PENDING, SUPERSEDED, plan_of
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow, Step


class Undone(StrEnum):
    """What became of an undo."""

    DONE = "done"
    GONE = "gone"
    TOO_LATE = "too_late"
    OVERTAKEN = "overtaken"


def undo_reply(
    session: Session, owner: Owner, reply_id: int, now: datetime, within: timedelta
) -> tuple[Undone, int | None]:
    """Takes the reply back when it is the owner's, the last thing that happened, and not older than `within`.

    Returns what became of it, and the deal it was about.
    """
    row = session.scalars(
        select(ReplyRow)
        .join(DealRow, DealRow.id == ReplyRow.deal_id)
        .where(ReplyRow.id == reply_id, DealRow.team == owner.team, DealRow.rep == owner.rep)
    ).one_or_none()
    if row is None or row.undone_at:
        return Undone.GONE, None
    if now - row.at > within:
        return Undone.TOO_LATE, row.deal_id
    if _something_followed(session, row) or _name_taken(session, row.deal_id):
        return Undone.OVERTAKEN, row.deal_id
    session.execute(update(ReplyRow).where(ReplyRow.id == reply_id).values(undone_at=now))
    session.execute(update(DebriefRow).where(DebriefRow.reply_id == reply_id).values(undone_at=now))
    session.execute(update(PlanRow).where(PlanRow.reply_id == reply_id).values(undone_at=now))
    _restore(session, row.deal_id)
    session.expire_all()
    return Undone.DONE, row.deal_id


def _something_followed(session: Session, reply: ReplyRow) -> bool:
    """A later reply, a plan that is not this reply's own, or a nudge already sent for its plan."""
    own_plan = select(PlanRow.id).where(PlanRow.reply_id == reply.id)
    later_reply = select(ReplyRow.id).where(
        ReplyRow.deal_id == reply.deal_id, ReplyRow.id > reply.id, ReplyRow.undone_at.is_(None)
    )
    later_plan = select(PlanRow.id).where(
        PlanRow.deal_id == reply.deal_id,
        PlanRow.at >= reply.at,
        PlanRow.reply_id.is_distinct_from(reply.id),
        PlanRow.undone_at.is_(None),
        PlanRow.id > select(PlanRow.id).where(PlanRow.reply_id == reply.id).limit(1).scalar_subquery(),
    )
    sent = select(NudgeRow.id).where(NudgeRow.plan_id.in_(own_plan), NudgeRow.sent_at.is_not(None))
    return any(session.scalars(query.limit(1)).first() for query in (later_reply, later_plan, sent))


def _name_taken(session: Session, deal_id: int) -> bool:
    """Whether a deal that was won back has an open successor: there is one for each prospect."""
    won = select(DealRow).where(DealRow.id == deal_id, DealRow.won_back_at.is_not(None)).subquery()
    other = select(DealRow.id).join(
        won,
        (DealRow.team == won.c.team)
        & (DealRow.rep == won.c.rep)
        & (DealRow.prospect_key == won.c.prospect_key)
        & (DealRow.id != won.c.id),
    )
    return session.scalars(other.where(DealRow.won_back_at.is_(None)).limit(1)).first() is not None


def _restore(session: Session, deal_id: int) -> None:
    """The newest plan left is the one that holds: its unsent nudge is due again, and the outcome is its own."""
    drop_pending(session, deal_id)
    plan = session.scalars(
        select(PlanRow)
        .where(PlanRow.deal_id == deal_id, PlanRow.undone_at.is_(None))
        .order_by(PlanRow.id.desc())
        .limit(1)
    ).one()
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.plan_id == plan.id, NudgeRow.status == SUPERSEDED, NudgeRow.sent_at.is_(None))
        .values(status=PENDING)
    )
    let_go_at = plan.at if is_let_go(plan_of(plan)) else None
    waited = (NudgeRow.plan_id == plan.id) & (NudgeRow.step == Step.WAITING) & (NudgeRow.status == DONE)
    waiting_since = session.scalars(select(NudgeRow.due_at).where(waited)).one_or_none()
    restored = {
        "let_go_at": let_go_at,
        "waiting_since": waiting_since,
        "won_back_at": None,
        "won_because": None,
    }
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(restored))
    keep_first_kind(session, deal_id)


def undos_over(session: Session, before: datetime, limit: int) -> list[tuple[Owner, int, int]]:
    """The owner, deal and id of replies to nudges given before `before` whose Undo is still on show."""
    rows = session.execute(
        select(DealRow.team, DealRow.rep, DealRow.id, ReplyRow.id)
        .join(DealRow, DealRow.id == ReplyRow.deal_id)
        .where(ReplyRow.undo_ended_at.is_(None), ReplyRow.undone_at.is_(None), ReplyRow.at < before)
        .order_by(ReplyRow.at)
        .limit(limit)
    )
    return [(Owner(team, rep), deal_id, reply_id) for team, rep, deal_id, reply_id in rows]


def end_undo(session: Session, reply_id: int, now: datetime) -> None:
    session.execute(update(ReplyRow).where(ReplyRow.id == reply_id).values(undo_ended_at=now))
