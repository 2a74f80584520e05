"""What a cell of a list of past asks may say: a kind of no, a day, and yes and no in several words."""

from datetime import date

from bot.bad_rows import why_bad
from handlers.lists import cells
from handlers.lists.cells import DayError, Slashes, short

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


class CellError(Exception):
    """What is wrong with a cell, for whoever made the file."""


def kind(text: str) -> str:
    """A kind of no: any text that is not empty, with single spaces."""
    found = " ".join(text.split())
    if not found:
        raise CellError("it is empty")
    if len(found) > _LONGEST_KIND:
        raise CellError(f'"{short(found)}" is longer than {_LONGEST_KIND} characters')
    return found


def day(text: str, slashes: Slashes) -> date:
    """A day as lists may have it; no list of past asks leaves one out."""
    if not text.strip():
        raise CellError("no date is given")
    try:
        return cells.day(text, slashes)
    except DayError as error:
        raise CellError(why_bad(error.what, error.text)) from None


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
