"""The sweeper: goes on when the clock is set back, never sweeps twice at once, and ends what it has begun."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import apscheduler.schedulers.base
import pytest

import bot.scheduler
from bot.scheduler import Heartbeat, Sweeper, sweep
from handlers.slack.context import Services
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
    """For APScheduler and for the sweeper, which ask it when the next sweep is due."""
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", WallClock)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", WallClock)
    monkeypatch.setattr("apscheduler.executors.base.datetime", WallClock)
    monkeypatch.setattr(bot.scheduler, "datetime", WallClock)
    monkeypatch.setattr(bot.scheduler, "_OVERDUE_SECONDS", 0.2)
    WallClock.ahead = timedelta()
    yield WallClock
    WallClock.ahead = timedelta()


class Sweeps:
    """Counts sweeps in the place of the real one; each takes `seconds`, or until `gate` opens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = self.at_once = self.most_at_once = 0
        self.gate = threading.Event()
        self.gate.set()
        self.fails = False
        self._changed = threading.Condition()
        monkeypatch.setattr(bot.scheduler, "sweep", self)

    def __call__(self, _services: Services, _clients: Any, beat: Heartbeat, *_: Any) -> None:
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
        beat.well()

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
def sweeps(monkeypatch: pytest.MonkeyPatch) -> Sweeps:
    return Sweeps(monkeypatch)


def sweeper_of(rig: Rig, **options: Any) -> Sweeper:
    return Sweeper(rig.services, rig.where, EACH, **options)


@pytest.mark.parametrize("hours", [-1, -24, -0.01])
def test_sweeps_go_on_within_moments_of_a_clock_set_back(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps, hours: float
) -> None:
    sweeper = sweeper_of(rig)
    sweeper.start()
    try:
        assert sweeps.wait_for(3)
        wall.ahead = timedelta(hours=hours)
        before = sweeps.count
        assert sweeps.wait_for(before + 10, sweeper.mind_the_clock), "and they go on, not one alone"
        assert sweeps.most_at_once == 1
    finally:
        sweeper.close()


def test_without_minding_the_clock_they_would_wait_out_the_hour(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps
) -> None:
    """The trap itself, so that the test above proves something."""
    sweeper = sweeper_of(rig)
    sweeper.start()
    try:
        assert sweeps.wait_for(3)
        wall.ahead = timedelta(hours=-1)
        assert not sweeps.wait_for(sweeps.count + 4, seconds=1)
    finally:
        sweeper.close()


def test_a_clock_set_forward_brings_no_burst(rig: Rig, wall: type[WallClock], sweeps: Sweeps) -> None:
    sweeper = sweeper_of(rig)
    sweeper.start()
    try:
        assert sweeps.wait_for(3)
        before, began = sweeps.count, time.monotonic()
        wall.ahead = timedelta(hours=6)
        assert sweeps.wait_for(before + 5, sweeper.mind_the_clock)
        most = (time.monotonic() - began) / EACH + 3
        assert sweeps.count - before <= most + 1, "missed sweeps are one"
        assert sweeps.most_at_once == 1
    finally:
        sweeper.close()


def test_a_sweep_that_takes_long_is_not_overdue_and_never_two_at_once(
    rig: Rig, wall: type[WallClock], sweeps: Sweeps
) -> None:
    sweeps.gate.clear()
    sweeper = sweeper_of(rig)
    sweeper.start()
    try:
        assert sweeps.wait_for(1)
        wall.ahead = timedelta(hours=-1)
        assert not sweeps.wait_for(2, sweeper.mind_the_clock, seconds=1)
        sweeps.gate.set()
        assert sweeps.wait_for(4, sweeper.mind_the_clock)
        assert sweeps.most_at_once == 1
    finally:
        sweeps.gate.set()
        sweeper.close()


@pytest.mark.usefixtures("wall")
def test_nothing_is_swept_once_it_was_told_to_stop(rig: Rig, sweeps: Sweeps) -> None:
    told = threading.Event()
    sweeper = sweeper_of(rig, stopped=told.is_set)
    told.set()
    time.sleep(0.3)
    sweeper.mind_the_clock()
    assert sweeps.count == 0
    sweeper.start()
    sweeper.close()


@pytest.mark.usefixtures("wall")
def test_a_sweep_that_fails_is_followed_by_the_next(rig: Rig, sweeps: Sweeps) -> None:
    sweeps.fails = True
    sweeper = sweeper_of(rig)
    sweeper.start()
    try:
        assert sweeps.wait_for(4)
    finally:
        sweeper.close()


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
    sweeper = sweeper_of(rig, stopped=told.is_set)
    sweeper.start()
    assert on_its_way.wait(10)
    told.set()
    sweeper.close()
    with rig.db.read(EVERYBODY) as session:
        assert [row.status for row in session.query(NudgeRow) if row.sent_at] == [SENT]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sender")]


def test_a_sweep_goes_on_until_nothing_is_due_and_beats_meanwhile(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = iter([3, 2, 0])
    monkeypatch.setattr(bot.scheduler, "send_due", lambda *_: next(claimed))
    beats: list[str] = []

    class Beating(Heartbeat):
        def beat(self) -> None:
            beats.append("beat")
            super().beat()

    sweep(rig.services, lambda _team: rig.client, Beating())
    assert next(claimed, None) is None
    assert len(beats) == 3, "after each batch, and at the end"


def test_a_sweep_never_raises_and_tells_that_it_did_not_go_well(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(bot.scheduler, "send_due", broken)
    beat = Heartbeat()
    beat._tried -= 100
    beat._went_well -= 100
    with caplog.at_level(logging.ERROR):
        sweep(rig.services, lambda _team: rig.client, beat)
    assert beat.age < 10, "it is alive"
    assert beat.well_age >= 100, "but not well"
    assert any(record.exc_info for record in caplog.records)


def test_the_true_time_is_what_a_standing_wall_clock_tells(wall: type[WallClock]) -> None:
    assert abs(wall.now(UTC) - datetime.now(UTC)) < timedelta(seconds=5)
