"""What has become of the outbox, as those ask who watch the bot: what waits, what is parked; and sending it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from storage.hook_tables import HookRow
from storage.hooks_out import start_hook
from storage.isolation import is_served
from storage.outbox_tables import OutboxRow, Target
from storage.records import DONE, PARKED, PENDING, SENT

NO_TOKEN = (
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "not_installed",
    "token_expired",
    "token_revoked",
)
"""Why the end of a step is parked when nothing is wrong but the workspace's token: a good one mends it."""


@dataclass(frozen=True)
class Waiting:
    """How many rows wait, and since when the oldest does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class HookState:
    """How many rows wait for a hook, those of them by name that failed when last tried, and those parked by name."""

    waiting: int = 0
    failing: Mapping[str, int] = field(default_factory=dict)
    parked: Mapping[str, int] = field(default_factory=dict)


def waiting_rows(session: Session) -> Waiting:
    """Of everybody's whom the process serves."""
    waits = (OutboxRow.status == PENDING) & is_served(OutboxRow.team)
    query = select(func.count(), func.min(OutboxRow.happened_at)).where(waits)
    count, oldest = session.execute(query).one()
    return Waiting(count, oldest)


def parked_rows(session: Session) -> Mapping[tuple[str, str], int]:
    """How many rows of everybody are parked, by their target and the name of why."""
    query = (
        select(OutboxRow.target, OutboxRow.failure, func.count())
        .where(OutboxRow.status == PARKED)
        .group_by(OutboxRow.target, OutboxRow.failure)
    )
    return {(str(target), failure or "unknown"): count for target, failure, count in session.execute(query)}


def state_of_hooks(session: Session) -> Mapping[int, HookState]:
    """By the hook's id what waits, and what is parked."""
    query = (
        select(func.coalesce(OutboxRow.hook_id, 0), OutboxRow.status, OutboxRow.failure, func.count())
        .where(OutboxRow.hook_id.is_not(None), OutboxRow.status.in_((PENDING, PARKED)))
        .group_by(OutboxRow.hook_id, OutboxRow.status, OutboxRow.failure)
    )
    waiting: dict[int, int] = {}
    failing: dict[int, dict[str, int]] = {}
    parked: dict[int, dict[str, int]] = {}
    for hook_id, status, failure, count in session.execute(query):
        if status == PARKED:
            parked.setdefault(hook_id, {})[failure or "unknown"] = count
            continue
        waiting[hook_id] = waiting.get(hook_id, 0) + count
        if failure:
            failing.setdefault(hook_id, {})[failure] = count
    return {
        one: HookState(waiting.get(one, 0), failing.get(one, {}), parked.get(one, {}))
        for one in waiting.keys() | parked.keys()
    }


def replay(session: Session, hook_id: int, now: datetime, since: datetime | None = None) -> int:
    """What is parked for a hook is due again, and with `since` all that happened from then on; how many rows.

    Each keeps its id, so that its receiver can tell that it had it before. A hook that was switched off is on again.
    """
    start_hook(session, hook_id)
    again = OutboxRow.status == PARKED
    if since:
        again = or_(again, (OutboxRow.status == SENT) & (OutboxRow.happened_at >= since))
    changed = update(OutboxRow).where(OutboxRow.hook_id == hook_id, again).values(_anew(now))
    return len(session.execute(changed.returning(OutboxRow.id)).all())


def wake_step_ends(session: Session, team: str, now: datetime) -> None:
    """The workspace has a good token: the ends of steps that were parked for want of one are due again."""
    ends = (OutboxRow.team == team) & (OutboxRow.target == Target.STEP)
    parked = (OutboxRow.status == PARKED) & OutboxRow.failure.in_(NO_TOKEN)
    woken = update(OutboxRow).where(ends, parked).values(_anew(now))
    session.execute(woken.execution_options(synchronize_session=False))


def _anew(now: datetime) -> dict[str, object]:
    """With all its tries before it."""
    return {
        "status": PENDING,
        "due_at": now,
        "attempts": 0,
        "sent_at": None,
        "failed_at": None,
        "failure": None,
    }


def forget_told(session: Session, before: datetime) -> int:
    """What was told, or given up, before then goes, and what was for a hook that is removed; how many rows."""
    told = OutboxRow.status.in_((SENT, DONE)) & (OutboxRow.happened_at < before)
    given_up = (OutboxRow.status == PARKED) & (OutboxRow.failed_at < before)
    removed = OutboxRow.hook_id.in_(select(HookRow.id).where(HookRow.removed_at.is_not(None)))
    gone = delete(OutboxRow).where(or_(told, given_up, removed)).returning(OutboxRow.id)
    return len(session.execute(gone).all())
