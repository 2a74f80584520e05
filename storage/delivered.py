"""Settling what was sent, many at a time: one transaction and a few statements, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from coaching.steps import Step
from storage.nudges import DueNudge, claim_these
from storage.owner import Owner
from storage.records import PENDING, SENT
from storage.tables import NudgeRow


@dataclass(frozen=True)
class Posted:
    """A nudge that Slack took at `at`, as the message `ts` in `channel`; in a digest several share one."""

    due: DueNudge
    at: datetime
    channel: str
    ts: str
    in_digest: bool


@dataclass(frozen=True)
class NextStep:
    """The next step of asking about the plan of `after`."""

    after: DueNudge
    step: Step
    on: date
    due_at: datetime


def mark_sent(session: Session, posted: Sequence[Posted]) -> Sequence[Posted]:
    """Those whose claim still held. What the rep did meanwhile does not unsend a message."""
    if not posted:
        return []
    # In the order of their ids, so that two processes that record the same rows wait for each other in one order.
    ordered = sorted(posted, key=lambda one: one.due.id)
    changed = session.connection().execute(_SENT, [_values(one) for one in ordered]).rowcount
    session.expire_all()
    return ordered if changed == len(ordered) else _held(session, ordered)


def _held(session: Session, posted: Sequence[Posted]) -> Sequence[Posted]:
    """Which of them this transaction has just marked: they carry the message they were sent as."""
    which = [one.due.id for one in posted]
    rows = select(NudgeRow.id, NudgeRow.message_ts, NudgeRow.sent_at).where(NudgeRow.id.in_(which))
    marked = {(row[0], row[1], row[2]) for row in session.execute(rows)}
    return [one for one in posted if (one.due.id, one.ts, one.at) in marked]


def press_proves(session: Session, owner: Owner, nudge_id: int) -> DueNudge | None:
    """A nudge whose button its rep pressed though nobody settled it: claimed here, since the press proves it came."""
    return next(iter(claim_these(session, owner, NudgeRow.id == nudge_id)), None)


def schedule_steps(session: Session, steps: Sequence[NextStep]) -> None:
    if steps:
        session.execute(insert(NudgeRow), [_row(step) for step in steps])


_NUDGES: Any = NudgeRow.__table__
_SENT = (
    update(_NUDGES)
    .where(_NUDGES.c.id == bindparam("nudge"), _NUDGES.c.claimed_by == bindparam("claim"))
    .values(
        status=SENT,
        sent_at=bindparam("at"),
        channel=bindparam("dm"),
        message_ts=bindparam("ts"),
        in_digest=bindparam("digest"),
        claimed_until=None,
        claimed_by=None,
        unknown_since=None,
    )
)


def _values(one: Posted) -> dict[str, Any]:
    return {
        "nudge": one.due.id,
        "claim": one.due.claim,
        "at": one.at,
        "dm": one.channel,
        "ts": one.ts,
        "digest": one.in_digest,
    }


def _row(step: NextStep) -> dict[str, Any]:
    after = step.after
    return {
        "team": after.owner.team,
        "rep": after.owner.rep,
        "deal_id": after.deal_id,
        "plan_id": after.plan_id,
        "step": step.step,
        "opening": after.opening,
        "due_on": step.on,
        "due_at": step.due_at,
        "status": PENDING,
        "in_digest": False,
    }
