"""Claims on rows: how long one holds, by the database's own clock, and how long it may be relied on here."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, DateTime, func, select
from sqlalchemy.orm import Session

from storage.awake import is_awake

One = TypeVar("One")

LEASE_TIME = timedelta(seconds=90)
"""How long what was claimed is one claimer's own: far longer than sending it takes."""

_MARGIN = timedelta(seconds=20)
"""Enough for a call to Slack at its longest (10 s) and the settling after it."""

# Time in which the machine slept counts too, where the system tells it: the lease went on meanwhile.
_BOOT_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def lease_now(session: Session) -> datetime:
    """The moment by the database's clock, in UTC: the one clock that all claimers share."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    told = session.execute(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now"))).scalar_one()
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def lease_clock(session: Session, after: timedelta = timedelta()) -> ColumnElement[Any]:
    """The moment `after` so long, for use within a statement: asked for on its own it would cost one more.

    As the statement began, so that all rows of it have the same; SQLite's is text, as its moments are stored.
    """
    if session.get_bind().dialect.name == "postgresql":
        return func.statement_timestamp(type_=DateTime(timezone=True)) + after
    told = func.strftime("%Y-%m-%d %H:%M:%f", "now", f"{after.total_seconds():+.3f} seconds")
    return told.concat("000")


def is_free(session: Session, claimed_until: Any) -> ColumnElement[bool]:
    """That nobody holds a claim on the row at this moment."""
    free: ColumnElement[bool] = claimed_until.is_(None) | (claimed_until <= lease_clock(session))
    return free


def claim_rows(
    session: Session, rows: Any, now: datetime, limit: int, read: Callable[[Any], One]
) -> list[One]:
    """Those due by `now`, the longest due first, as `read` takes them; nobody else claims them within the lease.

    For tables whose rows have a `team` and a `due_at`, and count `attempts`; those of a workspace that rests are left
    out. A claim counts as a try until it is settled: a process that ends between Slack's answer and ours leaves a mark.
    What is read has the tries before this one.
    """
    due = select(rows).where(rows.due_at <= now, is_awake(rows.team, now))
    due = due.order_by(rows.due_at, *rows.__table__.primary_key)
    claimed = []
    for row in session.scalars(due.limit(limit).with_for_update(skip_locked=True)):
        row.due_at = now + LEASE_TIME
        claimed.append(read(row))
        row.attempts += 1
    session.flush()
    return claimed


class Lease:
    """A claimer's own view of a claim made now, on a clock that nobody sets back.

    A process that was stopped, or was too slow, sees that it must send no more.
    """

    def __init__(self) -> None:
        self._since = _elapsed()

    @property
    def is_sure(self) -> bool:
        """Whether one more message can be sent and settled before anybody else may claim the same."""
        return _elapsed() - self._since < (LEASE_TIME - _MARGIN).total_seconds()


def _elapsed() -> float:
    return time.clock_gettime(_BOOT_CLOCK)
