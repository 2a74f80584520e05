"""What a cell of a list may say: days in several ways of writing."""

import re
from datetime import date
from enum import StrEnum

FIRST_YEAR = 1990
"""What lies before it is no day of a lost deal: 1970, or 1900, is what systems write where they know none."""
_TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})" + _TIME)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})" + _TIME)


class Slashes(StrEnum):
    """How dates with slashes are meant."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class DayError(Exception):
    """Why a cell is no day: `what` names it for whoever says it, `text` is what stands there."""

    def __init__(self, what: str, text: str) -> None:
        self.what = what
        self.text = short(text)
        super().__init__(what)


def slashed(text: str) -> tuple[int, int] | None:
    """The first two parts of a date with slashes; None for any other text."""
    found = _SLASHED.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None


def day(text: str, slashes: Slashes) -> date:
    """A day written as 2024-03-31, 31.03.2024 or 31/03/2024, or as `slashes` says; a time behind it is left out.

    DayError where it is none.
    """
    year, month, of_month = _parts(text.strip(), slashes)
    try:
        found = date(year, month, of_month)
    except ValueError:
        raise DayError("no_such_day", text) from None
    if found.year < FIRST_YEAR:
        raise DayError("too_early", text)
    return found


def short(text: str) -> str:
    """A cell as it is quoted in a refusal, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _parts(text: str, slashes: Slashes) -> tuple[int, int, int]:
    """Year, month, day."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(text):
        one, other = int(found[1]), int(found[2])
        return (int(found[3]), other, one) if slashes is Slashes.DAY_FIRST else (int(found[3]), one, other)
    raise DayError("unreadable_date", text)
