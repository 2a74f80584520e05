"""The scheduler: goes on when the clock is set back, never sweeps twice at once, and ends what it has begun."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

import apscheduler.schedulers.base
import pytest

import bot.jobs
import bot.scheduler
from bot.jobs import EACH_SWEEP, JOBS, Job, JobContext
from bot.scheduler import Heartbeat, Scheduler, run_jobs
from playground import Fault
from storage.owner import EVERYBODY
from storage.records import SENT
from storage.tables import NudgeRow
from tests.rig import Rig

pytestmark = pytest.mark.trouble

EACH = 0.05
"""Seconds between two sweeps here."""


class WallClock(datetime):
    """The system's clock as an admin may set it, `ahead` of the true time."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[WallClock]]:
    """For APScheduler and for our scheduler, which ask it when the next sweep is due."""
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", WallClock)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", WallClock)
    monkeypatch.setattr("apscheduler.executors.base.datetime", WallClock)
    monkeypatch.setattr(bot.scheduler, "datetime", WallClock)
    monkeypatch.setattr(bot.scheduler, "_OVERDUE_SECONDS", 0.2)
    WallClock.ahead = timedelta()
    yield WallClock
    WallClock.ahead = timedelta()


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

    def wait_for(self, count: int, meanwhile: Callable[[], None] = lambda: None, seconds: float = 10) -> bool:
        """Whether so many sweeps began in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._changed:
                if self._changed.wait_for(lambda: self.count >= count, 0.02):
                    return True
            meanwhile()
        return False


@pytest.fixture
def sweeps() -> Sweeps:
    return Sweeps()


def scheduler_of(rig: Rig, *jobs: Job, **options: Any) -> Scheduler:
    return Scheduler(rig.services, rig.where, EACH, jobs=jobs, **options)


@pytest.mark.parametrize("hours", [-1, -24, -0.01])
def test_sweeps_go_on_within_moments_of_a_clock_set_back(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps, hours: float
) -> None:
    scheduler = scheduler_of(rig, sweeps.job)
    scheduler.start()
    try:
        assert sweeps.wait_for(3)
        wall.ahead = timedelta(hours=hours)
        before = sweeps.count
        assert sweeps.wait_for(before + 10, scheduler.mind_the_clock), "and they go on, not one alone"
        assert sweeps.most_at_once == 1
    finally:
        scheduler.close()


def test_without_minding_the_clock_they_would_wait_out_the_hour(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps
) -> None:
    """The trap itself, so that the test above proves something."""
    scheduler = scheduler_of(rig, sweeps.job)
    scheduler.start()
    try:
        assert sweeps.wait_for(3)
        wall.ahead = timedelta(hours=-1)
        assert not sweeps.wait_for(sweeps.count + 4, seconds=1)
    finally:
        scheduler.close()


def test_a_clock_set_forward_brings_no_burst(rig: Rig, wall: type[WallClock], sweeps: Sweeps) -> None:
    scheduler = scheduler_of(rig, sweeps.job)
    scheduler.start()
    try:
        assert sweeps.wait_for(3)
        before, began = sweeps.count, time.monotonic()
        wall.ahead = timedelta(hours=6)
        assert sweeps.wait_for(before + 5, scheduler.mind_the_clock)
        most = (time.monotonic() - began) / EACH + 3
        assert sweeps.count - before <= most + 1, "missed sweeps are one"
        assert sweeps.most_at_once == 1
    finally:
        scheduler.close()


def test_a_sweep_that_takes_long_is_not_overdue_and_never_two_at_once(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps
) -> None:
    sweeps.gate.clear()
    scheduler = scheduler_of(rig, sweeps.job)
    scheduler.start()
    try:
        assert sweeps.wait_for(1)
        wall.ahead = timedelta(hours=-1)
        assert not sweeps.wait_for(2, scheduler.mind_the_clock, seconds=1)
        sweeps.gate.set()
        assert sweeps.wait_for(4, scheduler.mind_the_clock)
        assert sweeps.most_at_once == 1
    finally:
        sweeps.gate.set()
        scheduler.close()


@pytest.mark.usefixtures("wall")
def test_nothing_is_swept_once_it_was_told_to_stop(rig: Rig, sweeps: Sweeps) -> None:
    told = threading.Event()
    scheduler = scheduler_of(rig, sweeps.job, stopped=told.is_set)
    told.set()
    time.sleep(0.3)
    scheduler.mind_the_clock()
    assert sweeps.count == 0
    scheduler.start()
    scheduler.close()


@pytest.mark.usefixtures("wall")
def test_a_sweep_that_fails_is_followed_by_the_next(rig: Rig, sweeps: Sweeps) -> None:
    sweeps.fails = True
    scheduler = scheduler_of(rig, sweeps.job)
    scheduler.start()
    try:
        assert sweeps.wait_for(4)
    finally:
        scheduler.close()


def test_close_finishes_what_is_being_sent(rig: Rig) -> None:
    """The message is on its way when it is told to stop: it is sent and settled before close returns."""
    rig.debrief(rig.ana, callback_on="2026-12-10")
    rig.ana.close()
    due = rig.deals()[0].next_nudge_at
    assert due is not None
    rig.clock.move_to(due)
    on_its_way = threading.Event()
    rig.slack.faults.add("chat.postMessage", Fault(before=on_its_way.set, delay=0.5))
    told = threading.Event()
    scheduler = scheduler_of(rig, *JOBS, stopped=told.is_set)
    scheduler.start()
    assert on_its_way.wait(10)
    told.set()
    scheduler.close()
    with rig.db.read(EVERYBODY) as session:
        assert [row.status for row in session.query(NudgeRow) if row.sent_at] == [SENT]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sender")]


def job(
    name: str, run: Callable[[JobContext], object], every: timedelta = EACH_SWEEP, needed: bool = True
) -> Job:
    return Job(name, every, run, needed)


def _note(ran: list[str], name: str, _context: JobContext) -> None:
    ran.append(name)


def broken(_context: JobContext) -> None:
    raise RuntimeError("broken")


def test_sending_goes_on_until_nothing_is_due_and_beats_meanwhile(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = iter([3, 2, 0])
    monkeypatch.setattr(bot.jobs, "send_due", lambda *_: next(claimed))
    beats: list[str] = []
    JOBS[0].run(JobContext(rig.services, rig.where, beat=lambda: beats.append("beat")))
    assert next(claimed, None) is None
    assert len(beats) == 2, "after each batch"


def test_a_job_that_fails_is_logged_by_its_name_and_the_others_are_run(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []
    others = [job(name, partial(_note, ran, name)) for name in ("before", "after")]
    jobs = [others[0], job("feed the cat", broken), others[1]]
    with caplog.at_level(logging.ERROR):
        well = run_jobs(jobs, JobContext(rig.services, rig.where), Heartbeat())
    assert ran == ["before", "after"]
    assert well == others
    (failed,) = [record for record in caplog.records if record.exc_info]
    assert failed.job == "feed the cat"  # type: ignore[attr-defined]


@pytest.mark.parametrize("needed", [True, False])
def test_the_bot_is_alive_and_well_unless_a_needed_job_fails(rig: Rig, needed: bool) -> None:
    beat = Heartbeat()
    beat._tried -= 100
    beat._went_well -= 100
    run_jobs([job("broken", broken, needed=needed)], JobContext(rig.services, rig.where), beat)
    assert beat.age < 10, "it is alive"
    assert (beat.well_age >= 100) is needed


def test_a_job_rests_after_it_went_well_and_not_after_it_failed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, ran, fails = [1000.0], list[float](), [True]
    monkeypatch.setattr("bot.scheduler.time.monotonic", lambda: now[0])

    def run(_context: JobContext) -> None:
        ran.append(now[0])
        if fails[0]:
            raise RuntimeError("not yet")

    scheduler = scheduler_of(rig, job("rest", run, every=timedelta(minutes=1)))
    for at, failing in ((1000, True), (1015, False), (1030, False), (1074, False), (1075, False)):
        now[0], fails[0] = at, failing
        scheduler.sweep()
    scheduler.close()
    assert ran == [1000, 1015, 1075]


def test_each_run_of_a_job_is_told_with_its_time_and_how_it_went(rig: Rig) -> None:
    told: list[tuple[str, bool]] = []
    jobs = [job("well", lambda _: None), job("broken", broken)]
    context = JobContext(rig.services, rig.where)
    run_jobs(jobs, context, Heartbeat(), lambda name, _seconds, well: told.append((name, well)))
    assert told == [("well", True), ("broken", False)]


def test_no_two_jobs_share_a_name() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_the_true_time_is_what_a_standing_wall_clock_tells(wall: type[WallClock]) -> None:
    assert abs(wall.now(UTC) - datetime.now(UTC)) < timedelta(seconds=5)
