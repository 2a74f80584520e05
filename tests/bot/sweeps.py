"""A scheduler with jobs of the tests' own, sweeps that are counted, and a clock that is set."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.jobs import EACH_SWEEP, Job, JobContext
from bot.scheduler import Scheduler
from tests.rig import Rig

EACH = 0.05
"""Seconds between two sweeps here."""


class WallClock(datetime):
    """The system's clock as an admin may set it, `ahead` of the true time."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


class Sweeps:
    """Counts sweeps, by a job of its own; each takes until `gate` opens."""

    def __init__(self) -> None:
        self.count = self.at_once = self.most_at_once = 0
        self.gate = threading.Event()
        self.gate.set()
        self.fails = False
        self._changed = threading.Condition()
        self.job = Job("count", every=EACH_SWEEP, run=self._run, needed=True)

    def _run(self, _context: JobContext) -> None:
        with self._changed:
            self.count += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self._changed.notify_all()
        self.gate.wait(20)
        with self._changed:
            self.at_once -= 1
        if self.fails:
            raise RuntimeError("a sweep went wrong")

    def wait_for(self, count: int, meanwhile: Callable[[], None] = lambda: None, seconds: float = 60) -> bool:
        """Whether so many sweeps began in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._changed:
                if self._changed.wait_for(lambda: self.count >= count, 0.02):
                    return True
            meanwhile()
        return False


def scheduler_of(rig: Rig, *jobs: Job, **options: Any) -> Scheduler:
    return Scheduler(rig.services, rig.where, EACH, jobs=jobs, **options)
