"""Claims on rows: how long one holds, by the database's own clock, and how long it may be relied on here."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
