"""A bot process of these tests: the real command line, on the test's clock, in more haste, with traps."""

import dataclasses
import os
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

import bot.cli_run
import handlers.delivery.dispatcher
import handlers.slack.throttle
import storage.lease
import storage.nudges
import storage.offer_queue
import storage.outbox_queue
from bot.run import run
from bot.settings import Settings
from tests.faults.clock import Clock
from tests.faults.traps import Traps
from tests.once import replace

SWEEP_SECONDS = 0.2
_PACE_SECONDS = 0.05
_ALL_PAGES, _NO_PAGE_MORE = 1_073_741_823, 1


def run_bot(folder: Path, environ: dict[str, str], log: Connection) -> None:
    """`gotano run`, with `environ` and nothing else; its standard error goes to `log`."""
    os.chdir(folder)
    os.dup2(log.fileno(), 2)
    os.environ.clear()
    os.environ.update(environ)
    make_haste(environ)
    name_claims()
    Traps(Path(environ["TEST_TRAP"])).lay()
    watch_the_disk(Path(environ["TEST_DISK_FULL"]))
    bot.cli_run.run_command([])


def make_haste(environ: dict[str, str]) -> None:
    """The test's clock, and hardly a rest between sweeps or messages.

    TEST_LEASE says another lease and its margin, in seconds; TEST_REPS how many mornings are claimed at a time;
    TEST_RECORD for how many seconds what was posted is gathered, to be recorded together.
    """
    clock = Clock.read(environ["TEST_CLOCK"])

    def hasty(settings: Settings) -> None:
        run(dataclasses.replace(settings, sweep_seconds=SWEEP_SECONDS), clock.now)

    replace(bot.cli_run, "run", hasty)
    replace(handlers.slack.throttle, "_SECONDS", _PACE_SECONDS)
    replace(handlers.slack.throttle, "_WITHIN", _PACE_SECONDS)
    if one_by_one := environ.get("TEST_RECORD"):
        replace(handlers.delivery.dispatcher, "_RECORD_SECONDS", float(one_by_one))
    replace(
        handlers.delivery.dispatcher, "REPS", int(environ.get("TEST_REPS", handlers.delivery.dispatcher.REPS))
    )
    if told := environ.get("TEST_LEASE"):
        lease, margin = (timedelta(seconds=float(part)) for part in told.split())
        for module in (storage.lease, storage.nudges, storage.offer_queue, storage.outbox_queue):
            replace(module, "LEASE_TIME", lease)
        replace(storage.lease, "_MARGIN", margin)


def name_claims() -> None:
    """Claims begin with the process's id, so that a test can let those of a dead one run out."""
    for module in (storage.nudges, storage.offer_queue, storage.outbox_queue):
        replace(module, "token_hex", lambda _bytes: claims_of(os.getpid()) + token_hex(4))


def claims_of(pid: int) -> str:
    return f"{pid:08x}"


def watch_the_disk(full: Path) -> None:
    """While that file is there, SQLite has no page left."""

    def checkout(connection: Any, *_: Any) -> None:
        if "sqlite" in type(connection).__module__:
            most = _NO_PAGE_MORE if full.exists() else _ALL_PAGES
            connection.execute(f"PRAGMA max_page_count={most}").close()

    event.listen(Pool, "checkout", checkout)
