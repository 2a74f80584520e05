"""The one table of what happens by the clock."""

import logging
import time
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.desk import Desk
from handlers.nudge_due import ClientFor, send_due
from handlers.undo_ends import end_undos

_log = logging.getLogger(__name__)


class Heartbeat:
    """When the last sweep ended, on a clock that nobody sets back."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def beat(self) -> None:
        self._last = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last sweep."""
        return time.monotonic() - self._last


def _never() -> bool:
    return False


def build_scheduler(
    desk: Desk,
    client_for: ClientFor,
    seconds: float,
    heartbeat: Heartbeat,
    stopped: Callable[[], bool] = _never,
) -> BackgroundScheduler:
    """One in-memory interval job: the due dates live in our table only, so nothing is lost with the process."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        lambda: sweep(desk, client_for, heartbeat, stopped),
        "interval",
        seconds=seconds,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    return scheduler


def sweep(
    desk: Desk, client_for: ClientFor, heartbeat: Heartbeat, stopped: Callable[[], bool] = _never
) -> None:
    """Sends everything that is due, until told to stop. Never raises: the next sweep is the retry."""
    try:
        while not stopped() and send_due(desk, client_for):
            heartbeat.beat()
        end_undos(desk, client_for)
        heartbeat.beat()
    except Exception:
        # The scheduler's thread has nobody above it: whatever fails is told here and tried again.
        _log.exception("sweep failed")
