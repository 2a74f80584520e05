"""What a cell of a list of past asks may say: dates in several ways of writing, yes and no in several words."""

import re
from datetime import date
from enum import StrEnum

FIRST_YEAR = 1970
_LONGEST_KIND = 200
_YES = frozenset(
    {"1", "1.0", "yes", "y", "true", "t", "won"}
    | {"ja", "j", "wahr", "gewonnen"}
    | {"sí", "si", "s", "verdadero", "ganado", "ganada"}
)
_NO = frozenset(
    {"0", "0.0", "no", "n", "false", "f", "lost"}
    | {"nein", "falsch", "verloren"}
    | {"falso", "perdido", "perdida"}
)
_TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})" + _TIME)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})" + _TIME)


class Slashes(StrEnum):
    """How dates with slashes are meant."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class CellError(Exception):
    """What is wrong with a cell, for whoever made the file."""


def slashed(text: str) -> tuple[int, int] | None:
    """The first two parts of a date with slashes; None for any other text."""
    found = _SLASHED.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None


def day(text: str, slashes: Slashes) -> date:
    """A day written as 2024-03-31, 31.03.2024 or 31/03/2024, or as `slashes` says; a time behind it is left out."""
    year, month, of_month = _parts(text.strip(), slashes)
    try:
        found = date(year, month, of_month)
    except ValueError:
        raise CellError(f'"{short(text)}" is no day of the calendar') from None
    if found.year < FIRST_YEAR:
        raise CellError(f'"{short(text)}" lies before {FIRST_YEAR}')
    return found


def kind(text: str) -> str:
    """A kind of no: any text that is not empty, with single spaces."""
    found = " ".join(text.split())
    if not found:
        raise CellError("it is empty")
    if len(found) > _LONGEST_KIND:
        raise CellError(f'"{short(found)}" is longer than {_LONGEST_KIND} characters')
    return found


def outcome(text: str) -> bool | None:
    """Whether they came back; None for an empty cell: not known yet."""
    word = text.strip().casefold()
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(
        f'"{short(text)}" is neither yes nor no (1/0, yes/no, true/false, ja/nein, sí/no, won/lost)'
    )


def short(text: str) -> str:
    """A cell as it is quoted in a refusal, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _parts(text: str, slashes: Slashes) -> tuple[int, int, int]:
    """Year, month, day."""
    if not text:
        raise CellError("no date is given")
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(text):
        one, other = int(found[1]), int(found[2])
        return (int(found[3]), other, one) if slashes is Slashes.DAY_FIRST else (int(found[3]), one, other)
    raise CellError(
        f'"{short(text)}" is no date that I can read (2024-03-31, 31.03.2024, 31/03/2024, 03/31/2024)'
    )
