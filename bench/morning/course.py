"""The morning itself: the bot's own sweeps until nothing is due, and what Slack saw of them."""

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from slack_sdk import WebClient

from bench.morning.scene import LARGE, Load, Scene, scene
from bench.morning.simulated import SimulatedSenders, SimulatedTime
from bench.morning.watched import Seen, WatchedClient
from bot.jobs import JOBS, JobContext
from bot.scheduler import SENDERS
from storage.owner import EVERYBODY
from storage.sent_nudges import count_all_due

_SWEEP_SECONDS = 15
_POSTS_A_MINUTE = 300
_MOST_SWEEPS = 400


@dataclass(frozen=True)
class Morning:
    """Seconds until the last message of the large workspace, and of the small ones.

    `least` is what the limits allow the large one; `outside` counts the messages outside their window; `longest` is
    how many seconds one claim was worked on.
    """

    large: float
    small: float
    least: float
    calls: Counter[str]
    limited: Counter[str]
    messages: int
    outside: int
    longest: float


class _Served:
    """The workspaces, each with its client."""

    def __init__(self, given: Scene, seen: Seen) -> None:
        self._clients = {
            team: WatchedClient(team, token, given.slack.api_url, given.time, seen)
            for team, token in given.tokens.items()
        }

    def client_for(self, team: str) -> WebClient:
        return self._clients[team]

    def renew(self) -> None:
        """Their tokens do not end."""

    def find_joined(self) -> None:
        """None joins an organisation."""


def morning(load: Load, folder: Path) -> Morning:
    """From the moment at which all is due until nothing is."""
    # That Slack wants a rest is counted, and would be told for each nudge.
    logging.getLogger("handlers.delivery").setLevel(logging.ERROR)
    with scene(load, folder) as given:
        start, seen = given.time.now(), Seen()
        longest = _send_all(given, seen)
        return _told(given, load, start, seen, longest)


def _send_all(given: Scene, seen: Seen) -> float:
    """The most seconds between two beats, each of which follows a claim."""
    time, beats = given.time, [given.time.elapsed()]
    with _moving(time), SimulatedSenders(time, SENDERS) as senders:
        context = JobContext(
            given.services, _Served(given, seen), senders, beat=lambda: beats.append(time.elapsed())
        )
        longest = 0.0
        for _ in range(_MOST_SWEEPS):
            beats = [time.elapsed()]
            JOBS[0].run(context)
            longest = max([longest, *(after - before for before, after in pairwise(beats))])
            if not _left(given):
                return longest
            time.let_pass(_SWEEP_SECONDS)
    raise RuntimeError("not all was sent")


@contextmanager
def _moving(time: SimulatedTime) -> Iterator[None]:
    over = threading.Event()
    mover = threading.Thread(target=time.run, args=(over,), daemon=True)
    mover.start()
    try:
        yield
    finally:
        over.set()
        mover.join()


def _left(given: Scene) -> int:
    with given.services.db.read(EVERYBODY) as session:
        return count_all_due(session, given.services.now())


def _told(given: Scene, load: Load, start: datetime, seen: Seen, longest: float) -> Morning:
    window = given.services.default_playbook.policy.numbers.send_window
    last = {LARGE: 0.0, **dict.fromkeys(load.teams, 0.0)}
    for team, at in seen.messages:
        last[team] = max(last[team], (at - start).total_seconds())
    return Morning(
        large=last.pop(LARGE),
        small=max(last.values(), default=0.0),
        least=max(sum(team == LARGE for team, _ in seen.messages) - 1, 0) // _POSTS_A_MINUTE * 60.0,
        calls=seen.calls,
        limited=+seen.limited,
        messages=len(seen.messages),
        outside=sum(not start <= at < start + window for _, at in seen.messages),
        longest=longest,
    )
