"""Ours: nudges claimed and settled as the sweep does it, with no Slack, and the whole sweep with an instant one."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from bench.queue.filling import moment_of
from bench.queue.slow_slack import SlowSlack
from bot.scheduler import SENDERS
from handlers.delivery.dispatcher import REPS, send_due
from handlers.delivery.envelope import settle
from handlers.slack.context import Desk
from handlers.slack.throttle import Pace
from prompts.playbook import load_playbook
from storage.database import Database
from storage.nudges import DueNudge, claim_due
from storage.owner import EVERYBODY
from storage.settling import Posted


def _untimed(_kind: str, _seconds: float) -> None:
    pass


@contextmanager
def desk_at(url: str, morning: int, timed: Callable[[str, float], None] = _untimed) -> Iterator[Desk]:
    """A desk on a morning, -1 for the day before the first; half an hour after everybody's nudge time."""
    db, now = Database(url, timed), moment_of(morning) + timedelta(minutes=30)
    yield Desk(db, load_playbook(), lambda: now, pace=Pace(rest=lambda _seconds: None))
    db.close()


def in_batches(url: str, morning: int) -> float:
    """Nudges a second when all that is claimed at a time is settled in one transaction, as waiting ones are."""
    count = 0
    with desk_at(url, morning) as desk:
        began = time.perf_counter()
        while claimed := _claim(desk):
            _settle(desk, claimed)
            count += len(claimed)
        return count / (time.perf_counter() - began)


def one_by_one(url: str, morning: int, batches: int) -> float:
    """Nudges a second when each is settled in a transaction of its own, by as many threads as send."""
    count = 0
    with desk_at(url, morning) as desk, ThreadPoolExecutor(SENDERS) as senders:
        began = time.perf_counter()
        for _ in range(batches):
            claimed = _claim(desk)
            for _settled in senders.map(lambda due: _settle(desk, [due]), claimed):
                pass
            count += len(claimed)
        return count / (time.perf_counter() - began)


def whole_sweep(url: str, morning: int, batches: int) -> tuple[float, int, int]:
    """Messages a second through the real sweep when Slack answers at once; how many, and of how many claimed."""
    claimed, slack = 0, SlowSlack(0)
    with desk_at(url, morning) as desk, ThreadPoolExecutor(SENDERS) as senders:
        began = time.perf_counter()
        for _ in range(batches):
            claimed += send_due(desk, lambda _team: slack, senders)
        return slack.messages / (time.perf_counter() - began), slack.messages, claimed


def _claim(desk: Desk) -> Sequence[DueNudge]:
    with desk.db.write(EVERYBODY) as session:
        return claim_due(session, desk.now(), REPS)


def _settle(desk: Desk, claimed: Sequence[DueNudge]) -> None:
    posted = [Posted(due, desk.now(), "D0BENCH", f"{due.id}.000000", False) for due in claimed]
    with desk.db.write(EVERYBODY) as session:
        settled = settle(desk, session, posted)
    if len(settled) != len(claimed):
        raise RuntimeError("a claim did not hold")
