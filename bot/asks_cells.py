"""What a cell of a list of past asks may say besides a day: a kind of no, and yes and no in several words."""

from handlers.lists.cells import CellError, short

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
