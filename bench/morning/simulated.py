"""Simulated time for threads: it stands still while anybody works, and jumps ahead when all are asleep."""

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

_QUIET_SECONDS = 0.002
"""Real ones without a change: whoever hands out work, or takes it up, may be about to."""


class SimulatedTime:
    """Moves on only when all of those who work are asleep; nobody really waits."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._at = 0.0
        self._asleep: list[float] = []
        self._working = 0
        self._changes = 0
        self._changed = threading.Condition()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._at)

    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._at

    def sleep(self, seconds: float) -> None:
        """Of one who works."""
        with self._changed:
            wakes_at = self._at + seconds
            heapq.heappush(self._asleep, wakes_at)
            self._changes += 1
            self._changed.wait_for(lambda: self._at >= wakes_at)

    def let_pass(self, seconds: float) -> None:
        """While nobody works."""
        with self._changed:
            self._at += seconds

    def works(self, count: int) -> None:
        """So many work from now on, asleep or not."""
        with self._changed:
            self._working = count
            self._changes += 1

    def run(self, until: threading.Event) -> None:
        """Moves the time on, in a thread of its own."""
        seen = -1
        while not until.wait(_QUIET_SECONDS):
            with self._changed:
                if self._changes == seen and self._asleep and len(self._asleep) >= self._working:
                    self._wake_next()
                seen = self._changes

    def _wake_next(self) -> None:
        self._at = max(self._at, self._asleep[0])
        while self._asleep and self._asleep[0] <= self._at:
            heapq.heappop(self._asleep)
        self._changes += 1
        self._changed.notify_all()


class SimulatedSenders(ThreadPoolExecutor):
    """Senders who live in simulated time."""

    def __init__(self, time: SimulatedTime, most: int) -> None:
        super().__init__(most)
        self._time = time
        self._most = most
        self._outstanding = 0
        self._counting = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._count(1)
        return super().submit(self._do, fn, *args, **kwargs)

    def _do(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        """A task that waits for a free sender does not work yet."""
        with self._counting:
            self._outstanding += change
            self._time.works(min(self._most, self._outstanding))
