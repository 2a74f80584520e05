"""One measured run: a fresh process, warmed up, under one rate for a while."""

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench.load import Answers, UserOf, send_commands
from bench.processes import Started, running

WARM_UP_SECONDS = 3
KNOWN_USERS = 20
_SETTLE_SECONDS = 10


@dataclass(frozen=True)
class Case:
    """What is measured: a module to run, its arguments, and who sends the commands."""

    name: str
    module: str
    arguments: tuple[str, ...]
    user_of: UserOf


CASES = (
    Case("bare listener", "bench.bare", (), lambda n: f"U0KNOWN{n % KNOWN_USERS}"),
    Case("bot, known users", "bot", ("run",), lambda n: f"U0KNOWN{n % KNOWN_USERS}"),
    Case("bot, new users", "bot", ("run",), lambda n: f"U0NEW{n}"),
)
BARE = CASES[0]


@dataclass(frozen=True)
class Measured:
    """One run. Milliseconds for acks and delays, seconds for the ages of triggers.

    `late_sending` and `late_slack` are the 99th percentiles of how late the load and the Slack of this
    benchmark were themselves; `cpu` is the served process's share of one processor.
    """

    sent: int
    failed: int
    opened: int
    refused: int
    ack_p50: float
    ack_p99: float
    age_p99: float
    age_max: float
    behind: float
    late_sending: float
    late_slack: float
    cpu: float
    view_bytes: float
    logged_errors: int

    @property
    def whole(self) -> bool:
        """Every command acked, every modal opened in time, nothing left behind."""
        return self.failed == self.refused == 0 and self.opened == self.sent and self.behind < 1


async def measure(case: Case, slack: str, rate: float, seconds: float) -> Measured:
    count, warm = int(rate * seconds), int(rate * WARM_UP_SECONDS)
    with running(case.module, *case.arguments, slack=slack) as served:
        async with aiohttp.ClientSession(trust_env=False) as session:
            await send_commands(served.url, slack, rate, warm, lambda n: case.user_of(n + count))
            await _settled(session, slack, warm)
            await session.post(f"{slack}/reset")
            cpu, began = served.cpu(), time.monotonic()
            answers = await send_commands(served.url, slack, rate, count, case.user_of)
            share = (served.cpu() - cpu) / (time.monotonic() - began)
            seen = await _settled(session, slack, count)
        return _measured(answers, seen, count, share, served)


async def _settled(session: aiohttp.ClientSession, slack: str, count: int) -> dict[str, Any]:
    """What Slack saw, once that many views were asked for or it is plain that they will not be."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while True:
        # The calls that follow a modal (a new user's zone) come to their end as well.
        await asyncio.sleep(1)
        async with session.get(f"{slack}/report") as answer:
            seen: dict[str, Any] = await answer.json()
        if len(seen["opened"]) + len(seen["refused"]) >= count or time.monotonic() > deadline:
            return seen


def _measured(answers: Answers, seen: dict[str, Any], sent: int, cpu: float, served: Started) -> Measured:
    ages = [*seen["opened"], *seen["refused"]]
    return Measured(
        sent=sent,
        failed=answers.failed,
        opened=len(seen["opened"]),
        refused=len(seen["refused"]),
        ack_p50=percentile(answers.acks, 50) * 1000,
        ack_p99=percentile(answers.acks, 99) * 1000,
        age_p99=percentile(ages, 99),
        age_max=max(ages, default=math.nan),
        behind=answers.behind,
        late_sending=percentile(answers.lag, 99) * 1000,
        late_slack=percentile(seen["overslept"], 99) * 1000,
        cpu=cpu,
        view_bytes=percentile(seen["view_bytes"], 50),
        logged_errors=served.log.read_text().count(" ERROR "),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; not a number when there are no values."""
    if not values:
        return math.nan
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]
