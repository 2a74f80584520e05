"""A rep's own table: beside each name that stands for an answer, what the rep reads for it on the screens."""

from collections.abc import Iterable, Iterator, Mapping

from coaching.kinds import Kind
from prompts.playbook import Playbook

_MESSAGES = {
    "stage": "who.stage_{}",
    "verdict": "verdict.{}",
    "recommended": "verdict.{}",
    "asked_why": "who.asked_why_{}",
    "door": "why.door_{}",
    "worth": "look.worth_{}",
    "first_no": "look.first_no_{}",
}
"""The key of a name's label, by column."""
_LABELLED = frozenset({"kind", *_MESSAGES})


def labelled_columns(names: Iterable[str]) -> list[str]:
    """The columns, each that has labels with those behind it."""
    return [column for name in names for column in _columns(name)]


def with_labels(row: Mapping[str, object], playbook: Playbook) -> dict[str, object]:
    """The row with its labels; an answer that was not given has none."""
    labels = {_column(name): _label(name, row[name], playbook) for name in _LABELLED if name in row}
    return {**row, **labels}


def _columns(name: str) -> Iterator[str]:
    yield name
    if name in _LABELLED:
        yield _column(name)


def _column(name: str) -> str:
    return f"{name}_label"


def _label(name: str, value: object, playbook: Playbook) -> str | None:
    if value is None:
        return None
    if name == "kind":
        return playbook.kinds[Kind(str(value))].label
    return playbook.words.say(_MESSAGES[name].format(value))
