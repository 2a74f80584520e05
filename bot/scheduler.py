"""The one table of what happens by the clock."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient

from handlers.delivery.batch import ClientFor
from handlers.delivery.dispatcher import send_due
from handlers.delivery.leftovers import take_back_leftovers
from handlers.delivery.owed_cards import post_owed_cards
from handlers.delivery.undo_expiry import end_undos
from handlers.listeners.app_lifecycle import erase_gone_workspaces
from handlers.slack.context import Services
from handlers.slack.idempotency import forget_old_requests

SENDERS = 16
"""Mornings sent side by side: each waits for Slack nearly all of its time."""
_OVERDUE_SECONDS = 5
_log = logging.getLogger(__name__)


class Serves(Protocol):
    """Where the bot serves, as far as the clock is concerned."""

    def client_for(self, team: str) -> WebClient: ...

    def renew(self) -> None: ...


class Heartbeat:
    """When the last sweep ended, and the last one that went well, on a clock that nobody sets back."""

    def __init__(self) -> None:
        self._tried = self._went_well = time.monotonic()

    def beat(self) -> None:
        """A sweep goes on, or ended, well or not."""
        self._tried = time.monotonic()

    def well(self) -> None:
        self.beat()
        self._went_well = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last sweep, well or not."""
        return time.monotonic() - self._tried

    @property
    def well_age(self) -> float:
        """Seconds since the last sweep that went well."""
        return time.monotonic() - self._went_well


def _never() -> bool:
    return False


class Sweeper:
    """Looks for what is due every so many seconds; until then nothing runs."""

    def __init__(
        self, services: Services, where: Serves, seconds: float, stopped: Callable[[], bool] = _never
    ) -> None:
        self.heartbeat = Heartbeat()
        self._services = services
        self._where = where
        self._seconds = seconds
        self._stopped = stopped
        self._running = False
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._scheduler = BackgroundScheduler(timezone="UTC")
        # One in-memory interval job: the due dates live in our table only, so nothing is lost with the process.
        self._job = self._scheduler.add_job(
            self._sweep,
            "interval",
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )

    def start(self) -> None:
        self._scheduler.start()

    def mind_the_clock(self) -> None:
        """Sweeps now when a sweep is overdue: APScheduler waits out the hour by which a clock is set back."""
        overdue = self.heartbeat.age > self._seconds + _OVERDUE_SECONDS
        if overdue and not self._running and not self._stopped():
            _log.warning("a sweep is overdue, the clock may have been set back: sweeping now")
            self.heartbeat.beat()
            self._job.modify(next_run_time=datetime.now(UTC))

    def close(self) -> None:
        """Finishes what is being sent."""
        self._scheduler.shutdown(wait=True)
        self._senders.shutdown(wait=True)

    def _sweep(self) -> None:
        self._running = True
        try:
            sweep(self._services, self._where.client_for, self.heartbeat, self._stopped, self._senders)
            _look_after(self._services, self._where)
        finally:
            self._running = False


def _look_after(services: Services, where: Serves) -> None:
    """Renews tokens that end soon, and erases what has been kept for long enough. Never raises, as a sweep."""
    for what in (where.renew, partial(erase_gone_workspaces, services)):
        try:
            what()
        except Exception:
            _log.exception("looking after the installations failed")


def sweep(
    services: Services,
    client_for: ClientFor,
    heartbeat: Heartbeat,
    stopped: Callable[[], bool] = _never,
    senders: Executor | None = None,
) -> None:
    """Sends everything that is due, until told to stop. Never raises: the next sweep is the retry."""
    try:
        while not stopped() and send_due(services, client_for, senders):
            heartbeat.beat()
        end_undos(services, client_for)
        post_owed_cards(services, client_for)
        take_back_leftovers(services, client_for)
        forget_old_requests(services)
        heartbeat.well()
    except Exception:
        # The scheduler's thread has nobody above it: whatever fails is told here and tried again.
        _log.exception("sweep failed")
        heartbeat.beat()
