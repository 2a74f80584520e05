"""Ours: nudges claimed and settled as the sweep does it, with no Slack, and the whole sweep with an instant one."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from bench.queue.filling import moment_of
from bench.queue.slow_slack import SlowSlack
from bot.scheduler import SENDERS
from handlers.delivery.dispatcher import REPS, send_due
from handlers.delivery.envelope import record_delivered
from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from prompts.playbook import load_playbook
from storage.database import Database
from storage.delivered import Posted
from storage.due_reps import due_reps
from storage.nudges import DueNudge, claim_due
from storage.owner import EVERYBODY
from storage.records import SENT
from storage.tables import NudgeRow


def _untimed(_kind: str, _seconds: float) -> None:
    pass


@contextmanager
def desk_at(url: str, morning: int, timed: Callable[[str, float], None] = _untimed) -> Iterator[Services]:
    """The services on a morning, -1 for the day before the first; half an hour after everybody's nudge time."""
    db, now = Database(url, timed), moment_of(morning) + timedelta(minutes=30)
    yield Services(db, load_playbook(), lambda: now, throttle=Throttle(rest=lambda _seconds: None))
    db.close()


def in_batches(url: str, morning: int) -> float:
    """Nudges a second when all that is claimed at a time is settled in one transaction, as waiting ones are."""
    count = 0
    with desk_at(url, morning) as services:
        began = time.perf_counter()
        while claimed := _claim(services):
            _settle(services, claimed)
            count += len(claimed)
        return count / (time.perf_counter() - began)


def one_by_one(url: str, morning: int, batches: int) -> float:
    """Nudges a second when each is settled in a transaction of its own, by as many threads as send."""
    count = 0
    with desk_at(url, morning) as services, ThreadPoolExecutor(SENDERS) as senders:
        began = time.perf_counter()
        for _ in range(batches):
            claimed = _claim(services)
            for _settled in senders.map(lambda due: _settle(services, [due]), claimed):
                pass
            count += len(claimed)
        return count / (time.perf_counter() - began)


@dataclass(frozen=True)
class Sweep:
    """What the real sweep did: nudges that it claimed, those of them stored as sent, and the messages they went in."""

    seconds: float
    claimed: int
    sent: int
    messages: int


def whole_sweep(url: str, morning: int, batches: int) -> Sweep:
    """The real sweep, with a Slack that answers at once."""
    claimed, slack = 0, SlowSlack(0)
    with desk_at(url, morning) as services, ThreadPoolExecutor(SENDERS) as senders:
        began = time.perf_counter()
        for _ in range(batches):
            claimed += send_due(services, lambda _team: slack, senders)
        seconds = time.perf_counter() - began
        with services.db.read(EVERYBODY) as session:
            sent = select(func.count()).where(NudgeRow.status == SENT, NudgeRow.sent_at == services.now())
            return Sweep(seconds, claimed, session.scalars(sent).one(), slack.messages)


def _claim(services: Services) -> Sequence[DueNudge]:
    with services.db.read(EVERYBODY) as session:
        due = due_reps(session, services.now(), REPS)
    with services.db.write(EVERYBODY) as session:
        return claim_due(session, services.now(), due)


def _settle(services: Services, claimed: Sequence[DueNudge]) -> None:
    posted = [Posted(due, services.now(), "D0BENCH", f"{due.id}.000000", False) for due in claimed]
    with services.db.write(EVERYBODY) as session:
        times = services.times_of(session, {due.owner for due in claimed})
        settled = record_delivered(services, session, posted, times)
    if len(settled) != len(claimed):
        raise RuntimeError("a claim did not hold")
