"""The queue of nudges: claimed when due, settled when sent, put off when it is not their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from coaching.plan import Opening
from storage.owner import Owner
from storage.records import FAILED, PENDING, SENT
from storage.tables import NudgeRow


@dataclass(frozen=True)
class DueNudge:
    """A nudge this process has claimed: nobody else sends it before its claim ends."""

    id: int
    owner: Owner
    deal_id: int
    opening: Opening
    due_on: date


@dataclass(frozen=True)
class SentNudge:
    """A nudge's message in a rep's DM."""

    id: int
    deal_id: int
    plan_id: int
    opening: Opening
    sent_at: datetime
    channel: str
    message_ts: str


def claim_due(session: Session, now: datetime, until: datetime, limit: int) -> Sequence[DueNudge]:
    """Claims up to `limit` nudges due at `now`, oldest first; a claim whose end has passed may be taken over."""
    free = or_(NudgeRow.claimed_until.is_(None), NudgeRow.claimed_until <= now)
    due = (
        select(NudgeRow.id)
        .where(NudgeRow.status == PENDING, NudgeRow.due_at <= now, free)
        .order_by(NudgeRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        update(NudgeRow).where(NudgeRow.id.in_(due)).values(claimed_until=until).returning(NudgeRow)
    )
    return [
        DueNudge(row.id, Owner(row.team, row.rep), row.deal_id, row.opening, row.due_on)
        for row in sorted(claimed, key=lambda row: row.due_at)
    ]


def settle_sent(session: Session, nudge_id: int, now: datetime, channel: str, ts: str) -> None:
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.id == nudge_id)
        .values(status=SENT, sent_at=now, channel=channel, message_ts=ts, claimed_until=None)
    )


def put_off(session: Session, nudge_id: int, due_at: datetime) -> None:
    """Due again at `due_at`, unless it was superseded meanwhile."""
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.id == nudge_id, NudgeRow.status == PENDING)
        .values(due_at=due_at, claimed_until=None)
    )


def settle_failed(session: Session, nudge_id: int, now: datetime, failure: str) -> None:
    """Parks a nudge that can never be sent, with Slack's name for why."""
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.id == nudge_id)
        .values(status=FAILED, failed_at=now, failure=failure, claimed_until=None)
    )


def is_still_due(session: Session, nudge_id: int) -> bool:
    """Whether it is still to be sent: the rep may have acted since it was claimed."""
    return session.scalars(select(NudgeRow.status).where(NudgeRow.id == nudge_id)).one_or_none() == PENDING


def find_sent(session: Session, owner: Owner, nudge_id: int) -> SentNudge | None:
    return next(iter(_sent(session, owner, NudgeRow.id == nudge_id)), None)


def last_sent(session: Session, owner: Owner, deal_id: int) -> SentNudge | None:
    """The newest nudge of a deal that reached the rep."""
    return next(iter(sent_for_deal(session, owner, deal_id)), None)


def sent_for_deal(session: Session, owner: Owner, deal_id: int) -> Sequence[SentNudge]:
    """The nudges of a deal that reached the rep, newest first."""
    return _sent(session, owner, NudgeRow.deal_id == deal_id)


def next_due(session: Session) -> datetime | None:
    """When the next pending nudge of anybody falls due."""
    query = select(NudgeRow.due_at).where(NudgeRow.status == PENDING).order_by(NudgeRow.due_at).limit(1)
    return session.scalars(query).one_or_none()


def _sent(session: Session, owner: Owner, where: ColumnElement[bool]) -> Sequence[SentNudge]:
    mine = (NudgeRow.team == owner.team) & (NudgeRow.rep == owner.rep) & (NudgeRow.status == SENT)
    query = select(NudgeRow).where(mine, where).order_by(NudgeRow.id.desc())
    return [
        SentNudge(row.id, row.deal_id, row.plan_id, row.opening, row.sent_at, row.channel, row.message_ts)
        for row in session.scalars(query)
        if row.channel and row.message_ts and row.sent_at
    ]
