"""Runs the jobs of the table, one after the other, every so many seconds."""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.jobs import JOBS, Job, JobContext, Served, never
from handlers.slack.context import Services

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

SENDERS = 16
"""Mornings sent side by side: each waits for Slack nearly all of its time."""
_OVERDUE_SECONDS = 5
_SWEEPS = "sweeps"
_log = logging.getLogger(__name__)

JobObserver = Callable[[str, float, bool], None]
"""Told of each job that was run: its name, how many seconds it took, and whether it went well."""


def _unobserved(_job: str, _seconds: float, _well: bool) -> None:
    pass


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


class Scheduler:
    """Sweeps every `seconds`: each sweep runs the jobs whose time has come. Until it is started nothing runs."""

    def __init__(
        self,
        services: Services,
        workspaces: Served,
        seconds: float,
        stopped: Callable[[], bool] = never,
        jobs: Iterable[Job] = JOBS,
        observe: JobObserver = _unobserved,
    ) -> None:
        self.heartbeat = Heartbeat()
        self._seconds = seconds
        self._stopped = stopped
        self._jobs = tuple(jobs)
        self._observe = observe
        self._went_well: dict[str, float] = {}
        self._running = False
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="sender")
        self._context = JobContext(services, workspaces, self._senders, stopped, self.heartbeat.beat)
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        # It looks through all that is installed here for its plugins, which nobody is to wait for who asks something.
        from apscheduler.schedulers.background import BackgroundScheduler

        self._scheduler = BackgroundScheduler(timezone="UTC")
        # One in-memory interval job: the due dates live in our table only, so nothing is lost with the process.
        self._scheduler.add_job(
            self.sweep,
            "interval",
            id=_SWEEPS,
            seconds=self._seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()

    def mind_the_clock(self) -> None:
        """Sweeps now when a sweep is overdue: APScheduler waits out the hour by which a clock is set back."""
        overdue = self.heartbeat.age > self._seconds + _OVERDUE_SECONDS
        if self._scheduler and overdue and not self._running and not self._stopped():
            _log.warning("a sweep is overdue, the clock may have been set back: sweeping now")
            self.heartbeat.beat()
            self._scheduler.modify_job(_SWEEPS, next_run_time=datetime.now(UTC))

    def close(self) -> None:
        """Finishes what is being sent."""
        if self._scheduler:
            self._scheduler.shutdown(wait=True)
        self._senders.shutdown(wait=True)

    def sweep(self) -> None:
        """Never raises: what failed is tried again at the next sweep."""
        self._running = True
        try:
            due = [job for job in self._jobs if self._is_due(job)]
            for job in run_jobs(due, self._context, self.heartbeat, self._observe):
                self._went_well[job.name] = time.monotonic()
        finally:
            self._running = False

    def _is_due(self, job: Job) -> bool:
        last = self._went_well.get(job.name)
        return last is None or timedelta(seconds=time.monotonic() - last) >= job.every


def run_jobs(
    jobs: Iterable[Job], context: JobContext, heartbeat: Heartbeat, observe: JobObserver = _unobserved
) -> list[Job]:
    """One after the other, whatever becomes of the others; which of them went well. Never raises.

    Once it is told to stop no other is begun: what a job does may take as long as the process has left.
    """
    well: list[Job] = []
    ready = True
    for job in jobs:
        if context.stopped():
            break
        if _went_well(job, context, observe):
            well.append(job)
        elif job.needed:
            ready = False
        heartbeat.beat()
    if ready:
        heartbeat.well()
    return well


def _went_well(job: Job, context: JobContext, observe: JobObserver) -> bool:
    began = time.monotonic()
    try:
        job.run(context)
        well = True
    except Exception:
        # The scheduler's thread has nobody above it: whatever fails is told here and tried again.
        _log.exception("a job failed", extra={"job": job.name})
        well = False
    observe(job.name, time.monotonic() - began, well)
    return well
