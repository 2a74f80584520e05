"""The database's share of sending: the real sweep against a Slack whose every call takes 150 ms."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, get_ident
from typing import Any

from sqlalchemy import func, select

from bench.queue.sending import desk_at
from bench.queue.slow_slack import SlowSlack
from bench.slack import CALL_SECONDS
from handlers.delivery.dispatcher import send_due
from storage.owner import EVERYBODY
from storage.tables import NudgeRow


class _Stopwatch:
    """Adds up seconds, from several threads."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = Lock()

    def add(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds


_SENDERS = 2
"""So few that a nudge's time is its own: with more they wait for each other's Python, not for the database."""


class _TimedSenders(ThreadPoolExecutor):
    """Adds up how long the senders were at it."""

    def __init__(self, busy: _Stopwatch) -> None:
        super().__init__(_SENDERS)
        self._busy = busy

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(self._timed, fn, *args, **kwargs)

    def _timed(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return fn(*args, **kwargs)
        finally:
            self._busy.add(time.perf_counter() - began)


def database_share(url: str, morning: int, batches: int) -> float:
    """The part of all sending time that is spent in a transaction or waiting for one.

    Sending time is the senders' own, and what the sweep's thread spends in the database besides: it claims and
    settles. The pause of a second between two messages to one rep is left out; it would make the share smaller.
    Infinite when something that was claimed could not be sent.
    """
    database, busy = _Stopwatch(), _Stopwatch()
    sweeper, slack = get_ident(), SlowSlack(CALL_SECONDS)

    def timed(_kind: str, seconds: float) -> None:
        database.add(seconds)
        if get_ident() == sweeper:
            busy.add(seconds)

    with desk_at(url, morning, timed) as services, _TimedSenders(busy) as senders:
        claimed = sum(send_due(services, lambda _team: slack, senders) for _ in range(batches))
        with services.db.read(EVERYBODY) as session:
            postpone = session.scalar(select(func.count()).where(NudgeRow.attempts > 0))
    # What failed took time without being sent: a share of it would mean nothing.
    return database.seconds / busy.seconds if claimed and slack.messages and not postpone else math.inf
