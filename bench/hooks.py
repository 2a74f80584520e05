"""`python -m bench.hooks`: the acks of `/gotano` while a CRM tells of lost deals, and without; see bench/README.md."""

import asyncio
import json
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import aiohttp
import click
from standardwebhooks import Webhook

from bench.load import send_commands
from bench.measure import percentile
from bench.processes import running
from bot.lost_deals_hook import PATH
from storage.database import Database
from storage.hooks import Direction, add_hook
from storage.migrate import migrate
from storage.owner import EVERYBODY
from storage.secrets import Vault, new_key

_TEAM = "T0BENCH"
_REPS, _USERS = 100, 20
_COLUMNS = (
    "| lost deals a second | ack p50 ms | ack p99 ms | of that without | answers | told p99 ms |\n"
    + "|---" * 6
    + "|"
)


@dataclass
class _Told:
    """What the hook answered, and after how many seconds since the schedule's moment."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class _Run:
    """One run; milliseconds."""

    ack_p50: float
    ack_p99: float
    failed: int
    told: _Told


@click.command()
@click.option("--acks", default=100.0, show_default=True, help="Commands a second.")
@click.option("--deals", default=17.0, show_default=True, help="Lost deals a second: 10,000 in ten minutes.")
@click.option("--seconds", default=15.0, show_default=True, help="One run.")
@click.option("--rounds", default=5, show_default=True, help="Alternated runs of each; medians are shown.")
def main(acks: float, deals: float, seconds: float, rounds: int) -> None:
    """Measure the bot with and without lost deals coming in, in turn."""
    print(
        f"{platform.system()}, Python {platform.python_version()}; medians of {rounds} runs of {seconds:g} s"
    )
    runs: dict[float, list[_Run]] = {0.0: [], deals: []}
    with running("bench.slack") as slack:
        for number in range(rounds):
            for rate in sorted(runs, reverse=bool(number % 2)):
                runs[rate].append(_run(slack.url, acks, rate, seconds))
    print(_COLUMNS)
    for rate, mine in runs.items():
        print(_row(rate, mine, runs[0.0]))


def _run(slack: str, acks: float, deals: float, seconds: float) -> _Run:
    """A fresh bot on a file that holds a hook already."""
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as name:
        key, url = new_key(), f"sqlite:///{Path(name) / 'gotano.db'}"
        with closing(Database(url)) as db:
            migrate(db.engine)
            with db.write(EVERYBODY) as session:
                now = datetime.now(UTC)
                hook, secret = add_hook(session, Vault([key]), _TEAM, Direction.IN, now)
        keys = {"GOTANO_ENCRYPTION_KEY": key}
        with running("bot", "run", slack=slack, database_url=url, more=keys) as bot:
            return asyncio.run(_both(bot.url, slack, acks, deals, seconds, hook, secret))


async def _both(
    bot: str, slack: str, acks: float, deals: float, seconds: float, hook: int, secret: str
) -> _Run:
    """The commands, and beside them the lost deals."""
    told = _Told()
    telling = asyncio.create_task(_tell(f"{bot}{PATH}/{hook}", secret, deals, int(deals * seconds), told))
    answers = await send_commands(bot, slack, acks, int(acks * seconds), lambda n: f"U0USER{n % _USERS}")
    await telling
    p50, p99 = (percentile(answers.acks, percent) * 1000 for percent in (50, 99))
    return _Run(p50, p99, answers.failed, told)


async def _tell(url: str, secret: str, rate: float, count: int, told: _Told) -> None:
    """On a fixed schedule, whether or not the earlier ones were answered."""
    async with aiohttp.ClientSession(trust_env=False) as session:
        start, tasks = time.monotonic(), []
        for n in range(count):
            due = start + n / rate
            await asyncio.sleep(due - time.monotonic())
            tasks.append(asyncio.create_task(_post(session, url, secret, n, due, told)))
        await asyncio.gather(*tasks)


async def _post(
    session: aiohttp.ClientSession, url: str, secret: str, n: int, due: float, told: _Told
) -> None:
    deal = {
        "id": n,
        "rep": f"U0REP{n % _REPS}",
        "prospect": f"Prospect {n}",
        "reason": "No budget",
        "amount": n + 1,
    }
    body, now = json.dumps(deal), datetime.now(UTC)
    signed = {
        "content-type": "application/json",
        "webhook-id": f"msg_{n}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(f"msg_{n}", now, body),
    }
    status = 0
    while status in (0, 503):
        # "Send it again": it is of a rep whom the bot has never heard of, and many of these come at once.
        await asyncio.sleep(1 if status else 0)
        async with session.post(url, data=body, headers=signed) as answer:
            await answer.read()
        status = answer.status
        told.statuses[status] += 1
    told.seconds.append(time.monotonic() - due)


def _row(rate: float, mine: Sequence[_Run], without: Sequence[_Run]) -> str:
    p99 = median(run.ack_p99 for run in mine)
    statuses: Counter[int] = sum((run.told.statuses for run in mine), Counter())
    seconds = [one for run in mine for one in run.told.seconds]
    told = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())) or "-"
    cells = [
        f"{rate:g}",
        f"{median(run.ack_p50 for run in mine):.1f}",
        f"{p99:.1f}",
        f"{p99 / median(run.ack_p99 for run in without):.2f}",
        told,
        f"{percentile(seconds, 99) * 1000:.1f}",
    ]
    failed = sum(run.failed for run in mine)
    return f"| {' | '.join(cells)} |" + (f" {failed} commands failed" if failed else "")


if __name__ == "__main__":
    main()
