"""The outbox as a queue: claimed when due, the earliest about a deal first, and settled under the claim's own name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from secrets import token_hex
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from storage.hook_tables import HookRow
from storage.hooks_out import Receiver, is_awake, is_on, receiver_of
from storage.isolation import is_served, standing
from storage.lease import LEASE_TIME, is_free, lease_clock
from storage.made_once import made_once
from storage.outbox_tables import EventName, OutboxRow, Target
from storage.owner import Owner
from storage.records import DONE, PARKED, PENDING, SENT
from storage.tables import WorkspaceRow
from storage.types import UtcDateTime

AT_ONCE = 100
"""Rows that are claimed at a time."""
_OF_ONE = 20
"""Of them at most so many for one receiver: they are sent one after the other."""


@dataclass(frozen=True)
class Due:
    """A row that this process has claimed: nobody else sends it before its claim ends."""

    id: int
    public_id: str
    owner: Owner
    target: Target
    hook_id: int | None
    external_id: str | None
    event: EventName | None
    execution_id: str | None
    data: dict[str, Any]
    happened_at: datetime
    attempts: int
    claim: str


def any_due(session: Session, now: datetime) -> bool:
    """Asked of a reader, so that a sweep without work takes no writer."""
    return session.scalars(_any_due(session), {"now": now}).first() is not None


def claim_outbox(session: Session, now: datetime) -> Sequence[Due]:
    """Claims what is due at `now`, receivers and workspaces in turn; a claim that has run out is taken over.

    Nothing overtakes an earlier event of the same deal and hook, also none that is parked. What is for a removed hook,
    or for a workspace that the bot was removed from, stays; so does what is of a workspace that another process serves.
    """
    claim = token_hex(8)
    claimed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(_in_turn(session, now)), is_free(session, OutboxRow.claimed_until))
        .values(claimed_until=lease_clock(session, LEASE_TIME), claimed_by=claim)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted((_told(row, claim) for row in claimed.scalars()), key=lambda one: one.id)


@dataclass(frozen=True)
class Standing:
    """A claimed row as it is now. `due` is None where it may not be told at present; `receiver` is a hook's alone."""

    due: Due | None
    receiver: Receiver | None


def look_again(session: Session, due: Due, now: datetime) -> Standing | None:
    """Before it is told: others of its receiver were, and meanwhile a rep may have taken words out of it.

    None where it is gone. It may not be told where its hook is off, where the bot was removed from its workspace, or
    where somebody else has claimed it since.
    """
    found = session.execute(_AS_IT_IS, {"row": due.id, "claim": due.claim}).one_or_none()
    if found is None:
        return None
    data, is_ours, hook = found
    if not is_ours or (due.target is Target.HOOK and hook is None):
        return Standing(None, None)
    return Standing(replace(due, data=data), receiver_of(hook, now) if hook else None)


def mark_told(session: Session, due: Due, now: datetime) -> bool:
    """Whoever it is for has it; whether the claim still held."""
    return _settle(session, due, status=SENT, sent_at=now, failure=None)


def mark_over(session: Session, due: Due) -> bool:
    """Nobody waits for it any more."""
    return _settle(session, due, status=DONE)


def try_again(session: Session, due: Due, due_at: datetime, failed: bool, failure: str) -> bool:
    """It waits until then; `failed` counts as a try, and `failure` is the name of what went wrong."""
    return _settle(session, due, due_at=due_at, attempts=due.attempts + failed, failure=failure[:64])


def park_row(session: Session, due: Due, now: datetime, failure: str) -> bool:
    """It is not sent any more, until somebody replays it."""
    return _settle(session, due, status=PARKED, failed_at=now, failure=failure[:64])


def give_back(session: Session, due: Due) -> None:
    """It was not touched: anybody may claim it at once."""
    _settle(session, due)


def park_hook(session: Session, hook_id: int, now: datetime, failure: str) -> int:
    """All that waits for it is parked; how many rows that were."""
    waiting = (OutboxRow.hook_id == hook_id) & (OutboxRow.status == PENDING)
    parked = update(OutboxRow).where(waiting).values(status=PARKED, failed_at=now, failure=failure[:64])
    return len(session.execute(parked.returning(OutboxRow.id)).all())


_GONE = select(WorkspaceRow.team).where(WorkspaceRow.uninstalled_at.is_not(None))
"""Workspaces that the bot was removed from."""
_AS_IT_IS = standing(
    select(
        OutboxRow.data, (OutboxRow.claimed_by == bindparam("claim")) & OutboxRow.team.not_in(_GONE), HookRow
    )
    .outerjoin(HookRow, (HookRow.id == OutboxRow.hook_id) & is_on())
    .where(OutboxRow.id == bindparam("row"))
    .execution_options(populate_existing=True)
)


@made_once
def _any_due(session: Session) -> Select[Any]:
    return _due(session, bindparam("now", type_=UtcDateTime())).limit(1)


def _due(session: Session, now: datetime | BindParameter[datetime]) -> Select[Any]:
    """The ids of what may be claimed."""
    resting = select(WorkspaceRow.team).where(WorkspaceRow.sending_rests_until > now)
    takes = exists().where(HookRow.id == OutboxRow.hook_id, is_on(), is_awake(now))
    to_hook: ColumnElement[bool] = (OutboxRow.target == Target.HOOK) & takes & ~_is_behind()
    to_slack: ColumnElement[bool] = (OutboxRow.target == Target.STEP) & OutboxRow.team.not_in(resting)
    return select(OutboxRow.id).where(
        OutboxRow.status == PENDING,
        OutboxRow.due_at <= now,
        is_free(session, OutboxRow.claimed_until),
        OutboxRow.team.not_in(_GONE),
        is_served(OutboxRow.team),
        or_(to_hook, to_slack),
    )


@cache
def _is_behind() -> ColumnElement[bool]:
    """Whether an earlier event of the same deal has still to reach the same hook, whoever's the deal was then."""
    earlier = aliased(OutboxRow)
    return exists().where(
        earlier.deal_key == OutboxRow.deal_key,
        earlier.hook_id == OutboxRow.hook_id,
        earlier.id < OutboxRow.id,
        earlier.status.in_((PENDING, PARKED)),
    )


def _in_turn(session: Session, now: datetime) -> Select[Any]:
    """Of each receiver the earliest, so that a busy or a slow one does not hold up the others."""
    receiver = (OutboxRow.target, OutboxRow.team, OutboxRow.hook_id)
    turn = func.row_number().over(partition_by=receiver, order_by=OutboxRow.id)
    due = _due(session, now).add_columns(turn.label("turn")).subquery()
    return select(due.c.id).where(due.c.turn <= _OF_ONE).order_by(due.c.turn, due.c.id).limit(AT_ONCE)


def _told(row: OutboxRow, claim: str) -> Due:
    return Due(
        row.id,
        row.public_id,
        Owner(row.team, row.rep),
        row.target,
        row.hook_id,
        row.external_id,
        row.event,
        row.execution_id,
        row.data,
        row.happened_at,
        row.attempts,
        claim,
    )


def _settle(session: Session, due: Due, **values: object) -> bool:
    """Changes the row under its claim, and ends the claim; whether the claim still held."""
    done = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == due.id, OutboxRow.claimed_by == due.claim)
        .values(claimed_until=None, claimed_by=None, **values)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None
