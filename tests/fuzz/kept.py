"""What the database holds, row by row: to tell afterwards whose rows a request wrote."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.storage.bound import BY_BOTH, BY_DEAL, BY_OWNER

_OWNED = {table.__tablename__ for table in BY_OWNER}
_OF_A_DEAL = {table.__tablename__ for table in BY_DEAL}
_OF_BOTH = {table.__tablename__ for table in BY_BOTH}
_PASSING = frozenset({"seen"})
"""Ids of requests: a signed one leaves its own."""
LONGEST, LONGEST_NAME = 3000, 120
"""What the forms take as one text, and as a prospect's name."""

Owner = tuple[str, str]


@dataclass(frozen=True)
class Row:
    table: str
    owner: Owner | None
    """None where it is nobody's in particular, as a workspace's."""
    cells: tuple[Any, ...]
    prospect: str | None = field(default=None, compare=False)
    other: Owner | None = field(default=None, compare=False)
    """Who else may have it written: the other one of a hand-over that it is about."""

    @property
    def too_long(self) -> bool:
        """Whether it holds a text that no form of ours takes."""
        named = len(self.prospect or "") > LONGEST_NAME
        return named or any(_longest(cell) > LONGEST for cell in self.cells)

    def __str__(self) -> str:
        return f"{self.table} of {self.owner}: {repr(self.cells)[:160]}"


def rows(connection: sqlite3.Connection, passing: frozenset[str] = _PASSING) -> set[Row]:
    """Every row of every table but the `passing` ones."""
    deals = {deal: (team, rep) for deal, team, rep in connection.execute("SELECT id, team, rep FROM deals")}
    tables = [table for table in _tables(connection) if table not in passing]
    others = _others(connection)
    return {row for table in tables for row in _rows(connection, table, deals, others)}


def _others(connection: sqlite3.Connection) -> dict[int, Owner]:
    """Of a deal that is offered, whom it is offered to; of one that was taken, whose it was."""
    found: dict[int, Owner] = {}
    asked = "SELECT team, rep, from_rep, offered_id, taken_as FROM handed_deals"
    for team, rep, from_rep, offered_id, taken_as in connection.execute(asked):
        found[offered_id] = (team, rep)
        if taken_as is not None:
            found[taken_as] = (team, from_rep)
    return found


def restore(database: Path, kept: bytes) -> None:
    """Puts the database back to what it was, below a bot that has it open."""
    source, target = sqlite3.connect(":memory:"), sqlite3.connect(database, timeout=10)
    target.execute("PRAGMA synchronous = OFF")
    source.deserialize(kept)
    source.backup(target)
    source.close()
    target.close()


def copied(database: Path) -> bytes:
    source, target = sqlite3.connect(database, timeout=10), sqlite3.connect(":memory:")
    source.backup(target)
    kept = target.serialize()
    source.close()
    target.close()
    # A database in memory has no write-ahead log, whatever the file's header says of its own.
    return kept[:18] + b"\x01\x01" + kept[20:]


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in found if name != "sqlite_sequence"]


def _rows(
    connection: sqlite3.Connection, table: str, deals: dict[int, Owner], others: dict[int, Owner]
) -> Iterator[Row]:
    asked = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    columns = [column[0] for column in asked.description]
    for cells in asked.fetchall():
        told = dict(zip(columns, cells, strict=True))
        owner, other = None, None
        if table in _OWNED | _OF_BOTH:
            owner = (told["team"], told["rep"])
        elif table in _OF_A_DEAL:
            owner = deals.get(told["deal_id"], ("nobody", "nobody"))
        if table in _OF_BOTH:
            other = (told["team"], told["from_rep"])
        elif table == "deals" or "deal_id" in told:
            other = others.get(told["id"] if table == "deals" else told["deal_id"])
        yield Row(table, owner, cells, told.get("prospect"), other)


def _longest(cell: Any) -> int:
    """Of the texts in it: a column may hold several, as JSON."""
    if not isinstance(cell, str):
        return 0
    try:
        return max(map(len, _texts(json.loads(cell))), default=0)
    except ValueError:
        return len(cell)
    except RecursionError:
        # Brackets within brackets, as the fuzz sends them: there is no text in them.
        return 0


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _texts(one)
