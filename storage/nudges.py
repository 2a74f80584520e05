"""The queue of nudges: claimed when due, settled when sent, put off when it is not their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from coaching.plan import Opening
from storage.owner import Owner
from storage.records import DONE, FAILED, PENDING, SENT
from storage.tables import NudgeRow, Step


@dataclass(frozen=True)
class DueNudge:
    """A nudge this process has claimed: nobody else sends it before its claim ends."""

    id: int
    owner: Owner
    deal_id: int
    plan_id: int
    step: Step
    opening: Opening
    due_on: date


@dataclass(frozen=True)
class SentNudge:
    """A nudge's message in a rep's DM; in a digest several share one message."""

    id: int
    deal_id: int
    plan_id: int
    step: Step
    opening: Opening
    due_on: date
    sent_at: datetime
    channel: str
    message_ts: str
    in_digest: bool


def claim_due(session: Session, now: datetime, until: datetime, limit: int) -> Sequence[DueNudge]:
    """Claims all that is due at `now` for up to `limit` reps, the longest overdue first.

    A claim whose end has passed may be taken over. A rep's whole morning is claimed together, by one process
    only, so that it can be counted.
    """
    waiting = (
        select(NudgeRow.team, NudgeRow.rep)
        .where(NudgeRow.status == PENDING, NudgeRow.due_at <= now, _free(now))
        .group_by(NudgeRow.team, NudgeRow.rep)
        .order_by(func.min(NudgeRow.due_at))
        .limit(limit)
    )
    owners = [Owner(team, rep) for team, rep in session.execute(waiting)]
    mine = [owner for owner in owners if _is_mine(session, owner)]
    return [due for owner in mine for due in _claim(session, _of(owner), now, until, None)]


def claim_of_deal(session: Session, deal_id: int, now: datetime, until: datetime) -> DueNudge | None:
    """Claims a deal's nudge that has just been scheduled for now."""
    session.flush()
    return next(iter(_claim(session, NudgeRow.deal_id == deal_id, now, until, 1)), None)


def settle_sent(
    session: Session, nudge_id: int, now: datetime, channel: str, ts: str, in_digest: bool = False
) -> None:
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.id == nudge_id)
        .values(
            status=SENT, sent_at=now, channel=channel, message_ts=ts, claimed_until=None, in_digest=in_digest
        )
    )


def settle_silently(session: Session, nudge_id: int) -> None:
    """A step without a message is done."""
    session.execute(update(NudgeRow).where(NudgeRow.id == nudge_id).values(status=DONE, claimed_until=None))


def schedule_step(session: Session, due: DueNudge, step: Step, on: date, due_at: datetime) -> None:
    """The next step of asking about the same plan."""
    session.add(
        NudgeRow(
            team=due.owner.team,
            rep=due.owner.rep,
            deal_id=due.deal_id,
            plan_id=due.plan_id,
            step=step,
            opening=due.opening,
            due_on=on,
            due_at=due_at,
            status=PENDING,
            in_digest=False,
        )
    )
    session.flush()


def put_off(session: Session, nudge_id: int, due_at: datetime, due_on: date | None = None) -> None:
    """Due again at `due_at`, and not before the day `due_on` if given, unless it was superseded meanwhile."""
    values = {"due_at": due_at, "claimed_until": None} | ({"due_on": due_on} if due_on else {})
    session.execute(
        update(NudgeRow).where(NudgeRow.id == nudge_id, NudgeRow.status == PENDING).values(values)
    )


def settle_failed(session: Session, nudge_id: int, now: datetime, failure: str) -> None:
    """Parks a nudge that can never be sent, with Slack's name for why."""
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.id == nudge_id, NudgeRow.status == PENDING)
        .values(status=FAILED, failed_at=now, failure=failure, claimed_until=None)
    )


def is_still_due(session: Session, nudge_id: int) -> bool:
    """Whether it is still to be sent: the rep may have acted since it was claimed."""
    return session.scalars(select(NudgeRow.status).where(NudgeRow.id == nudge_id)).one_or_none() == PENDING


def last_asked(session: Session, due: DueNudge) -> datetime | None:
    """When the rep was last asked about the plan of this nudge."""
    query = select(func.max(NudgeRow.sent_at)).where(NudgeRow.plan_id == due.plan_id)
    return session.scalars(query).one_or_none()


def find_sent(session: Session, owner: Owner, nudge_id: int) -> SentNudge | None:
    return next(iter(_sent(session, owner, NudgeRow.id == nudge_id)), None)


def sent_for_deal(session: Session, owner: Owner, deal_id: int) -> Sequence[SentNudge]:
    """The nudges of a deal that reached the rep, newest first."""
    return _sent(session, owner, NudgeRow.deal_id == deal_id)


def sent_together(session: Session, owner: Owner, channel: str, ts: str) -> Sequence[SentNudge]:
    """The nudges of one digest, as they stand in it."""
    same = (NudgeRow.channel == channel) & (NudgeRow.message_ts == ts)
    return sorted(_sent(session, owner, same), key=lambda sent: (sent.due_on, sent.id))


def count_due(session: Session, owner: Owner, on: date) -> int:
    """How many of a rep's nudges are planned for a day up to `on`."""
    asks = (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING) & (NudgeRow.due_on <= on)
    return session.scalar(select(func.count()).select_from(NudgeRow).where(_of(owner), asks)) or 0


def next_due(session: Session) -> datetime | None:
    """When the next message about a nudge of anybody falls due."""
    asks = (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING)
    query = select(NudgeRow.due_at).where(asks).order_by(NudgeRow.due_at).limit(1)
    return session.scalars(query).one_or_none()


def _of(owner: Owner) -> ColumnElement[bool]:
    return (NudgeRow.team == owner.team) & (NudgeRow.rep == owner.rep)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(NudgeRow.claimed_until.is_(None), NudgeRow.claimed_until <= now)


def _is_mine(session: Session, owner: Owner) -> bool:
    """Whether no other process is claiming this rep's nudges at this moment; SQLite has one writer anyhow."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    key = func.hashtextextended(f"{owner.team}/{owner.rep}", 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(key))))


def _claim(
    session: Session, where: ColumnElement[bool], now: datetime, until: datetime, limit: int | None
) -> list[DueNudge]:
    due = (
        select(NudgeRow.id)
        .where(where, NudgeRow.status == PENDING, NudgeRow.due_at <= now, _free(now))
        .order_by(NudgeRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        update(NudgeRow).where(NudgeRow.id.in_(due)).values(claimed_until=until).returning(NudgeRow)
    )
    rows = sorted(claimed, key=lambda row: (row.due_on, row.id))
    return [
        DueNudge(
            row.id, Owner(row.team, row.rep), row.deal_id, row.plan_id, row.step, row.opening, row.due_on
        )
        for row in rows
    ]


def _sent(session: Session, owner: Owner, where: ColumnElement[bool]) -> Sequence[SentNudge]:
    query = select(NudgeRow).where(_of(owner), NudgeRow.status == SENT, where).order_by(NudgeRow.id.desc())
    return [
        SentNudge(
            row.id,
            row.deal_id,
            row.plan_id,
            row.step,
            row.opening,
            row.due_on,
            row.sent_at,
            row.channel,
            row.message_ts,
            row.in_digest,
        )
        for row in session.scalars(query)
        if row.channel and row.message_ts and row.sent_at
    ]
