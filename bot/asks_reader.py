"""Reads a list of past asks whole, or says what is wrong with it, by line and column; nothing is read by half."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.asks_cells import CellError, day, kind, outcome
from coaching.timing.past import Asked, Past
from coaching.timing.playbook_days import known_kind
from handlers.lists.cells import Slashes
from handlers.lists.csv_file import Broken, CsvFile, FileRefused, Row
from handlers.lists.slashes import slashes_of

T = TypeVar("T")

MOST_ROWS = 10_000_000
MOST_KINDS = 10_000
MOST_PROBLEMS = 20
_DATES = ("said_no_on", "asked_on")
_KEPT = 10_000


@dataclass(frozen=True)
class AsksRead:
    """What a file says, and how its dates with slashes were understood."""

    past: Past
    slashes: Slashes | None


def read_asks(file: CsvFile, latest: date, told: Slashes | None = None) -> AsksRead:
    """All rows, in their order; FileRefused when any is wrong.

    `latest`: the last day that is not in the future. `told`: how dates with slashes are meant, where the file itself
    does not say.
    """
    slashes = told or slashes_of(file, _DATES)
    reader = _RowReader(file, slashes or Slashes.DAY_FIRST, latest)
    past, problems = Past(), []
    for row in file.rows():
        try:
            past.add(reader.ask(row))
            _check_size(past)
        except FileRefused as error:
            problems += error.problems
        if len(problems) >= MOST_PROBLEMS:
            problems = [*problems[:MOST_PROBLEMS], "there may be more; the rest was not read"]
            break
    if not problems and not past:
        problems = ["there are no rows below the header"]
    if problems:
        raise FileRefused([f"{file.name}: {problem}" for problem in problems])
    return AsksRead(past, slashes)


def _check_size(past: Past) -> None:
    if len(past) > MOST_ROWS:
        raise _whole(f"at most {MOST_ROWS:,} rows are read; split the file by kind")
    if len(past.kinds) > MOST_KINDS:
        raise _whole(f"there are more than {MOST_KINDS:,} kinds; is this the right column for the kind?")


class _RowReader:
    """Reads row after row; cells repeat, so that what one says is kept."""

    def __init__(self, file: CsvFile, slashes: Slashes, latest: date) -> None:
        self._header = file.header
        self._latest = latest
        self._column = file.column
        self._kind = lru_cache(_KEPT)(lambda text: known_kind(kind(text)) or kind(text))
        self._day = lru_cache(_KEPT)(lambda text: day(text, slashes))
        self._outcome = lru_cache(_KEPT)(outcome)

    def ask(self, row: Row | Broken) -> Asked:
        """FileRefused with all that is wrong with the row."""
        if isinstance(row, Broken):
            raise FileRefused([f"line {row.line}: {row.why}"])
        if len(row.cells) != len(self._header):
            raise FileRefused(
                [f"line {row.line}: {len(row.cells)} cells, the header has {len(self._header)}"]
            )
        problems: list[tuple[str, str]] = []
        found = self._read("kind", self._kind, row, problems)
        said_no_on = self._read("said_no_on", self._day, row, problems)
        asked_on = self._read("asked_on", self._day, row, problems)
        came_back = self._read("came_back", self._outcome, row, problems)
        if said_no_on and asked_on:
            problems += _impossible(said_no_on, asked_on, came_back, self._latest)
        if problems or found is None or said_no_on is None or asked_on is None:
            named = [(self._header[self._column[name]].strip(), what) for name, what in problems]
            raise FileRefused([f"line {row.line}, {name}: {what}" for name, what in named])
        return Asked(found, said_no_on, asked_on, came_back)

    def _read(
        self, name: str, what: Callable[[str], T], row: Row, problems: list[tuple[str, str]]
    ) -> T | None:
        try:
            return what(row.cells[self._column[name]])
        except CellError as error:
            problems.append((name, str(error)))
            return None


def _impossible(
    said_no_on: date, asked_on: date, came_back: bool | None, latest: date
) -> Iterator[tuple[str, str]]:
    if said_no_on > latest:
        yield "said_no_on", f"{said_no_on} lies in the future"
    if asked_on > latest and came_back is not None:
        yield "asked_on", f"{asked_on} lies in the future, and yet its outcome is known"
    if asked_on < said_no_on:
        yield "asked_on", f"{asked_on} is before they said no, on {said_no_on}"


def _whole(problem: str) -> FileRefused:
    return FileRefused([problem])
