"""The scheduler: goes on when the clock is set back, never sweeps twice at once, and ends what it has begun."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import apscheduler.schedulers.base
import pytest

import bot.jobs
import bot.scheduler
from bot.jobs import JOBS
from playground import Fault
from storage.owner import EVERYBODY
from storage.records import SENT
from storage.tables import NudgeRow
from tests.bot.sweeps import EACH, Sweeps, WallClock, scheduler_of
from tests.rig import Rig

pytestmark = pytest.mark.trouble


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


@pytest.fixture
def sweeps() -> Sweeps:
    return Sweeps()


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


def test_the_true_time_is_what_a_standing_wall_clock_tells(wall: type[WallClock]) -> None:
    assert abs(wall.now(UTC) - datetime.now(UTC)) < timedelta(seconds=5)
