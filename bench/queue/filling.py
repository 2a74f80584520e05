"""Fills a database with nudges: one deal is stored as the bot does it, and then copied by the database itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek
from coaching.deal import LostDeal, Source
from coaching.debrief import Answers, AskedWhy, Door
from coaching.history import history
from coaching.kinds import Kind, Stage
from coaching.plan import Plan
from coaching.verdict import judge
from prompts.playbook import load_playbook
from storage.cards import remember_card
from storage.database import Database
from storage.deal_record import DealRecord
from storage.migrate import migrate
from storage.owner import EVERYBODY, Owner
from storage.patience import patient
from storage.reps import remember_dm, remember_zone
from storage.tables import Base

START = datetime(2035, 3, 5, 9, 30, tzinfo=UTC)
"""The nudge time of a Monday. By the real clock nothing is ever due."""
MADE = START - timedelta(days=14)
MORNINGS = 6
"""On so many days from START on something falls due; all else in the year that begins a month later."""
_WEEK_DAYS, _WEEKEND = 5, 2
_MODEL = Owner("T0BENCH0", "U0BENCH0")
_TEAMS = 20
_ANSWERS = Answers(stage=Stage.BUYING, kind=Kind.NOT_NOW, asked_why=AskedWhy.TOLD, door=Door.AJAR)
_ZONE, _WEEK = ZoneInfo("UTC"), WorkWeek()


@dataclass(frozen=True)
class Load:
    """How many nudges are pending, and how many of them fall due on each of the mornings: two a rep."""

    pending: int
    due: int

    @property
    def reps(self) -> int:
        return self.due // 2


def day_of(morning: str) -> str:
    """The day of a morning after START, in SQL: nothing is sent at the weekend."""
    return f"(({morning}) + (({morning}) / {_WEEK_DAYS}) * {_WEEKEND})"


def moment_of(morning: int) -> datetime:
    """The same in Python; -1 is the day before the first."""
    return START + timedelta(days=morning + max(0, morning // _WEEK_DAYS) * _WEEKEND)


def fill(url: str, load: Load) -> None:
    """A deal, a debrief, a plan and a nudge for each, of reps in 20 workspaces; and the model itself."""
    db = Database(url)
    migrate(db.engine)
    with db.write(EVERYBODY) as session:
        remember_zone(session, _MODEL, "UTC", MADE)
        remember_dm(session, _MODEL, "D0BENCH0")
        deal = lose(session, _MODEL, "Prospect 0", MADE)
        remember_card(session, deal.id, "D0BENCH0", "1.000000")
    with db.engine.connect() as connection, patient(connection):
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        _copy_all(connection, load)
        connection.commit()
    db.close()


def lose(session: Session, owner: Owner, prospect: str, now: datetime, plan: Plan | None = None) -> LostDeal:
    """A debriefed deal with its plan, judged unless it is given, and its nudge."""
    record = DealRecord.start(session, owner, prospect, now)
    record.add_debrief(_ANSWERS, Source.DEBRIEF, now)
    deal = record.deal
    plan = plan or judge(deal.answers, history(deal, now, _ZONE), load_playbook().policy, now.date(), _WEEK)
    record.adopt_plan(plan, now, _ZONE, _WEEK, now.date() + timedelta(days=7))
    return deal


def _copy_all(connection: Connection, load: Load) -> None:
    every, count = load.pending // load.due, load.pending
    rep = f"((n / {every}) % {load.reps})"
    owner = {"team": _named("T0BENCH", f"{rep} % {_TEAMS}"), "rep": _named("U0BENCH", rep)}
    dm = _named("D0BENCH", rep)
    # What is due on one morning lies evenly among the rest; the rest is shuffled over its year.
    morning, later = f"n % {every}", f"{MORNINGS + 30} + (n % 365 * 7919) % 365"
    due = _due(
        connection.dialect.name, f"CASE WHEN {morning} < {MORNINGS} THEN {day_of(morning)} ELSE {later} END"
    )
    prospect = {"prospect": _named("Prospect ", "n"), "prospect_key": _named("prospect ", "n")}
    of_deal = {"id": "n", "deal_id": "n", **owner}
    someone = {"team": _named("T0BENCH", f"n % {_TEAMS}"), "rep": _named("U0BENCH", "n")}
    _copy(connection, "reps", load.reps - 1, {**someone, "dm_channel": _named("D0BENCH", "n")}, first=1)
    _copy(connection, "deals", count, {"id": "n", **owner, **prospect, "card_channel": dm})
    _copy(connection, "debriefs", count, of_deal)
    _copy(connection, "plans", count, of_deal)
    public = {"public_id": _named("bench-", "n"), "plan_id": "n"}
    _copy(connection, "nudges", count, {**of_deal, **public, **due})


def _copy(connection: Connection, table: str, count: int, changed: Mapping[str, str], first: int = 2) -> None:
    """So many copies of the only row of a table, numbered `n` from `first`, with some columns changed."""
    columns = [column.name for column in Base.metadata.tables[table].columns]
    named = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f'model."{name}"') for name in columns)
    connection.execute(
        text(
            f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"  # noqa: S608
            f" WHERE n < {first + count - 1}) INSERT INTO {table} ({named})"
            f" SELECT {values} FROM numbers CROSS JOIN (SELECT * FROM {table} LIMIT 1) AS model"
        )
    )
    if connection.dialect.name == "postgresql" and "id" in columns:
        # SQLite sees the ids that were given; a sequence does not.
        last = first + count - 1
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))


def _named(prefix: str, number: str) -> str:
    return f"'{prefix}' || CAST({number} AS VARCHAR)"


def _due(dialect: str, day: str) -> Mapping[str, str]:
    """The columns of a nudge due so many days after START, at the same time of day."""
    if dialect == "postgresql":
        start = f"CAST('{START.isoformat()}' AS TIMESTAMPTZ)"
        on = f"CAST('{START.date()}' AS DATE) + CAST({day} AS INTEGER)"
        return {"due_on": on, "due_at": f"{start} + ({day}) * INTERVAL '1 day'"}
    moved = f"'{START:%Y-%m-%d %H:%M:%S}', '+' || ({day}) || ' days'"
    return {"due_on": f"date({moved})", "due_at": f"datetime({moved}) || '.000000'"}
