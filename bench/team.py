"""`python -m bench.team`: a team's numbers of a week over a year of many lost deals; see bench/README.md."""

import os
import platform
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import insert

from coaching.deal import Source
from coaching.debrief import AskedWhy, Door, FirstNo, Worth
from coaching.kinds import Kind, Stage
from coaching.plan import Verdict
from coaching.team_numbers import Period, Table
from handlers.delivery.team_weeks import make_team_weeks
from handlers.slack.context import Services
from prompts.playbook import load_playbook
from storage.database import Database
from storage.migrate import migrate
from storage.owner import EVERYBODY
from storage.tables import DealRow, DebriefRow, PlanRow, RepRow
from storage.teams import newest_week

_TEAM = "T0BENCH"
_NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
_ROWS = 2000


@click.command()
@click.option("--deals", default=50_000, show_default=True, help="Lost deals of the year.")
@click.option("--reps", default=50, show_default=True, help="Reps who count in.")
@click.option("--rounds", default=3, show_default=True, help="Weeks that are made one after the other.")
@click.option(
    "--database", help="The address of an empty PostgreSQL database; else SQLite in a folder of its own."
)
def main(deals: int, reps: int, rounds: int, database: str | None) -> None:
    """Measure the weekly job from its first question to the kept row. The goal: 5 s for 50,000 deals."""
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; ", end="")
    print(f"{deals} lost deals of {reps} reps")
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as folder:
        db = Database(database or f"sqlite:///{Path(folder) / 'gotano.db'}")
        migrate(db.engine)
        _fill(db, deals, reps)
        print("| week | seconds | of the processor | noes counted |\n|---|---|---|---|")
        worst = max(_week(db, number) for number in range(rounds))
        db.close()
    print(f"\nThe slowest week takes {worst:.1f} s; the goal is 5.")


def _week(db: Database, number: int) -> float:
    services = Services(db, load_playbook(), lambda: _NOW + timedelta(weeks=number))
    began, used = time.perf_counter(), time.process_time()
    made = make_team_weeks(services, lambda: False, lambda: None)
    seconds, own = time.perf_counter() - began, time.process_time() - used
    with db.read(EVERYBODY) as session:
        released = newest_week(session, _TEAM, None)
    if made != 1 or released is None:
        raise SystemExit("no numbers were made")
    noes = sum(released.numbers[Period.YEAR][Table.STAGE].values())
    print(f"| {released.week} | {seconds:.2f} | {own:.2f} | {noes} |")
    return seconds


def _fill(db: Database, deals: int, reps: int) -> None:
    dice = random.Random(1)
    names = [f"U{number:04}" for number in range(reps)]
    with db.write(EVERYBODY) as session:
        people = [
            {"team": _TEAM, "rep": name, "zone": "UTC", "zone_seen_at": _NOW, "counts_in_at": _NOW}
            for name in names
        ]
        session.execute(insert(RepRow), people)
    for first in range(1, deals + 1, _ROWS):
        made = [_deal(dice, number, names) for number in range(first, min(first + _ROWS, deals + 1))]
        with db.write(EVERYBODY) as session:
            for place, table in enumerate((DealRow, DebriefRow, PlanRow)):
                session.execute(insert(table), [one[place] for one in made])


def _deal(dice: random.Random, number: int, names: list[str]) -> tuple[dict[str, Any], ...]:
    """A deal with its answers and its plan."""
    at, kind = _NOW - timedelta(days=dice.uniform(3, 360)), dice.choice([*Kind])
    won, let_go = dice.random() < 0.2, dice.random() < 0.3
    deal = {
        "id": number,
        "team": _TEAM,
        "rep": dice.choice(names),
        "prospect": f"Prospect {number}",
        "prospect_key": f"prospect {number}",
        "made_at": at,
        "first_kind": kind,
        "won_back_at": at + timedelta(days=50) if won else None,
        "won_after_days": 50 if won else None,
        "let_go_at": at if let_go and not won else None,
    }
    debrief = {
        "deal_id": number,
        "at": at,
        "source": Source.DEBRIEF,
        "stage": dice.choice([*Stage]),
        "kind": kind,
        "asked_why": dice.choice([*AskedWhy]),
        "door": Door.AJAR,
        "worth": Worth.YES,
        "first_no": dice.choice([*FirstNo, None]),
        "notes": {},
    }
    plan = {
        "deal_id": number,
        "at": at,
        "verdict": dice.choice([Verdict.FOLLOW_UP, Verdict.NURTURE]),
        "recommended": Verdict.FOLLOW_UP,
        "kind": kind,
        "reasons": (),
        "accepted": True,
    }
    return deal, debrief, plan


if __name__ == "__main__":
    main()
