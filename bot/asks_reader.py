"""Reads a list of past asks whole, or says what is wrong with it, by line and column; nothing is read by half."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.asks_cells import CellError, Slashes, day, outcome, short, slashed
from bot.asks_file import AsksFile, FileRefused, Row
from coaching.timing.past import Asked, Past
from coaching.timing.playbook_days import known_kind

MOST_ROWS = 10_000_000
MOST_KINDS = 10_000
MOST_PROBLEMS = 20
_LONGEST_KIND = 200
_DATES = ("said_no_on", "asked_on")
_MONTHS = 12


@dataclass(frozen=True)
class AsksRead:
    """What a file says, and how its dates with slashes were understood."""

    past: Past
    slashes: Slashes | None


def read_asks(file: AsksFile, latest: date, told: Slashes | None = None) -> AsksRead:
    """All rows, in their order; FileRefused when any is wrong.

    `latest`: the last day that is not in the future. `told`: how dates with slashes are meant, where the file itself
    does not say.
    """
    slashes = told or _slashes(file)
    past, problems = Past(), []
    for row in file.rows():
        try:
            past.add(_ask(file, row, slashes or Slashes.DAY_FIRST, latest))
            _check_size(past)
        except FileRefused as error:
            problems += error.problems
        if len(problems) >= MOST_PROBLEMS:
            problems = [*problems[:MOST_PROBLEMS], "there may be more; the rest was not read"]
            break
    if not problems and not past:
        problems = ["there are no rows below the header"]
    if problems:
        raise FileRefused([f"{file.path}: {problem}" for problem in problems])
    return AsksRead(past, slashes)


def _check_size(past: Past) -> None:
    if len(past) > MOST_ROWS:
        raise _whole(f"at most {MOST_ROWS:,} rows are read; split the file by kind")
    if len(past.kinds) > MOST_KINDS:
        raise _whole(f"there are more than {MOST_KINDS:,} kinds; is this the right column for the kind?")


def _ask(file: AsksFile, row: Row | str, slashes: Slashes, latest: date) -> Asked:
    if isinstance(row, str):
        raise FileRefused([row])
    if len(row.cells) != len(file.header):
        raise FileRefused([f"line {row.line}: {len(row.cells)} cells, the header has {len(file.header)}"])
    problems: list[str] = []

    def cell(name: str) -> str:
        return row.cells[file.column[name]]

    def wrong(name: str, what: str) -> None:
        problems.append(f"line {row.line}, {file.header[file.column[name]]}: {what}")

    def read_day(name: str) -> date | None:
        try:
            return day(cell(name), slashes)
        except CellError as error:
            return wrong(name, str(error))

    kind = " ".join(cell("kind").split())
    if not kind:
        wrong("kind", "it is empty")
    elif len(kind) > _LONGEST_KIND:
        wrong("kind", f'"{short(kind)}" is longer than {_LONGEST_KIND} characters')
    said_no_on, asked_on = read_day("said_no_on"), read_day("asked_on")
    came_back = None
    try:
        came_back = outcome(cell("came_back"))
    except CellError as error:
        wrong("came_back", str(error))
    if said_no_on and said_no_on > latest:
        wrong("said_no_on", f"{said_no_on} lies in the future")
    if asked_on and asked_on > latest and came_back is not None:
        wrong("asked_on", f"{asked_on} lies in the future, and yet its outcome is known")
    if said_no_on and asked_on and asked_on < said_no_on:
        wrong("asked_on", f"{asked_on} is before they said no, on {said_no_on}")
    if problems or said_no_on is None or asked_on is None:
        raise FileRefused(problems)
    return Asked(known_kind(kind) or kind, said_no_on, asked_on, came_back)


def _slashes(file: AsksFile) -> Slashes | None:
    """Whether the day or the month comes first, as all dates of the file have it; None when none has slashes."""
    proofs: dict[Slashes, str] = {}
    doubtful = None
    for where, parts in _slashed(file):
        first, second = parts
        if first > _MONTHS >= second:
            proofs.setdefault(Slashes.DAY_FIRST, where)
        elif second > _MONTHS >= first:
            proofs.setdefault(Slashes.MONTH_FIRST, where)
        doubtful = doubtful or where
    if len(proofs) > 1:
        raise _whole(
            f"{file.path}: {proofs[Slashes.DAY_FIRST]} has the day first, {proofs[Slashes.MONTH_FIRST]} the month;"
            " all must be written alike"
        )
    if doubtful and not proofs:
        raise _whole(
            f"{file.path}: {doubtful} may have the day or the month first, and no other date tells;"
            f" say --dates {Slashes.DAY_FIRST} or --dates {Slashes.MONTH_FIRST}"
        )
    return next(iter(proofs), None)


def _slashed(file: AsksFile) -> Iterator[tuple[str, tuple[int, int]]]:
    for row in file.rows():
        if isinstance(row, str) or len(row.cells) != len(file.header):
            continue
        for name in _DATES:
            at = file.column[name]
            if "/" in row.cells[at] and (parts := slashed(row.cells[at])):
                yield f'line {row.line}, {file.header[at]}: "{short(row.cells[at])}"', parts


def _whole(problem: str) -> FileRefused:
    return FileRefused([problem])
