"""Settling what was sent, many at a time: one transaction and a few statements, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from storage.nudges import DueNudge, claim_these
from storage.owner import Owner
from storage.records import PENDING, SENT
from storage.tables import NudgeRow, Step


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
    # By the ids alone: SQLite reads the whole table for a pair of columns.
    rows = select(NudgeRow.id, NudgeRow.claimed_by).where(NudgeRow.id.in_([one.due.id for one in posted]))
    held = {(row[0], row[1]) for row in session.execute(rows.order_by(NudgeRow.id).with_for_update())}
    settled = [one for one in posted if (one.due.id, one.due.claim) in held]
    if settled:
        session.connection().execute(_SENT, [_values(one) for one in settled])
        session.expire_all()
    return settled


def press_proves(session: Session, owner: Owner, nudge_id: int) -> DueNudge | None:
    """A nudge whose button its rep pressed though nobody settled it: claimed here, since the press proves it came."""
    return next(iter(claim_these(session, owner, NudgeRow.id == nudge_id)), None)


def schedule_steps(session: Session, steps: Sequence[NextStep]) -> None:
    if steps:
        session.execute(insert(NudgeRow), [_row(step) for step in steps])


_NUDGES: Any = NudgeRow.__table__
_SENT = (
    update(_NUDGES)
    .where(_NUDGES.c.id == bindparam("nudge"))
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
