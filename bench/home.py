"""`python -m bench.home`: Home for a rep with many lost deals against one with few; see bench/README.md."""

import os
import platform
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import click
from slack_sdk import WebClient

from coaching.deal import Reply, Source
from coaching.debrief import Answers, AskedWhy, Door
from coaching.kinds import Kind, Stage, kinds_at
from handlers.deals.home_page import publish
from handlers.deals.work import change
from handlers.slack.context import Services
from prompts.home import PAGE
from prompts.playbook import load_playbook
from storage.database import Database
from storage.deal_record import DealRecord
from storage.migrate import migrate
from storage.overview import Shelf, glance
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_zone

_TEAM = "T0BENCH"
_NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
_WARM_UP = 3
_COLUMNS = "| shelf | page | few: ms | many: ms | many / few |\n" + "|---" * 5 + "|"
_Place = tuple[Shelf, bool]
"""A shelf, and whether its last page is meant rather than its first."""


class _Published(WebClient):
    """Takes what is published and sends it nowhere: the network is not what is measured."""

    def views_publish(self, **_: Any) -> Any:
        return None


@click.command()
@click.option("--few", default=20, show_default=True, help="Lost deals of the one rep.")
@click.option("--many", default=2000, show_default=True, help="Lost deals of the other.")
@click.option("--rounds", default=60, show_default=True, help="Alternated runs; medians are shown.")
def main(few: int, many: int, rounds: int) -> None:
    """Measure Home, from the database to the finished view, in one SQLite file with both reps."""
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; ", end="")
    print(f"medians of {rounds} alternated runs; {few} and {many} lost deals")
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as folder:
        db = Database(f"sqlite:///{Path(folder) / 'gotano.db'}")
        migrate(db.engine)
        services = Services(db, load_playbook(), lambda: _NOW)
        reps = [_rep(services, count) for count in (few, many)]
        print(_COLUMNS)
        worst = max(_row(services, reps, (shelf, last), rounds) for shelf in Shelf for last in (False, True))
        db.close()
    print(f"\nThe slowest place takes {worst:.2f} times as long; the goal is 2.")


def _row(services: Services, reps: Sequence[Owner], place: _Place, rounds: int) -> float:
    """Prints one line of the table; how many times longer it takes with many."""
    few, many = _alternate(services, reps, place, rounds)
    shelf, last = place
    print(f"| {shelf} | {'last' if last else 'first'} | {few:.2f} | {many:.2f} | {many / few:.2f} |")
    return many / few


def _alternate(services: Services, reps: Sequence[Owner], place: _Place, rounds: int) -> list[float]:
    """Milliseconds for each rep; the reps take turns in going first."""
    taken: dict[Owner, list[float]] = {rep: [] for rep in reps}
    for number in range(_WARM_UP + rounds):
        for rep in reps if number % 2 else reversed(reps):
            page = _last_page(services, rep, place[0]) if place[1] else 0
            began = time.perf_counter()
            publish(services, _Published(), rep, place[0], page)
            if number >= _WARM_UP:
                taken[rep].append((time.perf_counter() - began) * 1000)
    return [median(taken[rep]) for rep in reps]


def _last_page(services: Services, rep: Owner, shelf: Shelf) -> int:
    with services.db.read(EVERYBODY) as session:
        return max(0, glance(session, rep).sizes[shelf] - 1) // PAGE


def _rep(services: Services, count: int) -> Owner:
    """A rep with so many lost deals of all kinds, spread over all shelves."""
    owner = Owner(_TEAM, f"U0WITH{count}")
    with services.db.write(EVERYBODY) as session:
        remember_zone(session, owner, "Europe/Lisbon", _NOW)
    kinds = cycle(kind for kind in Kind if kind is not Kind.NO_RESPONSE)
    ends = cycle((None, Reply.LET_GO, None, Reply.WON_BACK, Reply.SNOOZE_MONTH))
    for number, kind, end in zip(range(count), kinds, ends, strict=False):
        _deal(services, owner, number, kind, end)
    return owner


def _deal(services: Services, owner: Owner, number: int, kind: Kind, end: Reply | None) -> None:
    """A debrief, its plan and what came of it; every tenth waits for the rep."""
    with change(services, owner) as work:
        began = _NOW - timedelta(days=90)
        record = DealRecord.start(work.session, owner, f"Prospect {number}, Company {number}", began)
        record.add_debrief(_answers(number, kind), Source.DEBRIEF, _NOW)
        work.adopt(record, work.judge(record))
        if end:
            work.take_reply(record, end)
        if end is Reply.WON_BACK:
            record.note_what_won("They came back by themselves.")
        if number % 10 == 0:
            record.mark_waiting(_NOW)


def _answers(number: int, kind: Kind) -> Answers:
    stage = Stage.BUYING if kind in kinds_at(Stage.BUYING) else Stage.FIRST
    return Answers(
        stage=stage,
        kind=kind,
        asked_why=AskedWhy.DODGED if kind is Kind.UNKNOWN else AskedWhy.TOLD,
        door=Door.AJAR,
        words="We like it, but not this year. " * 5,
        lesson="Ask about their calendar first." if number % 3 == 0 else None,
    )


if __name__ == "__main__":
    main()
