"""A team's numbers as a table: a row for each number that is shown, with the whole it is of."""

from collections.abc import Iterator

from coaching.kinds import Kind
from coaching.team_numbers import REST, Numbers, Period, Released, Table
from prompts.playbook import Playbook

HEAD = ("made_on", "period", "table", "row", "says", "count", "of")
_KINDS = frozenset(str(kind) for kind in Kind)


def table_rows(released: Released, playbook: Playbook) -> list[tuple[object, ...]]:
    """With a head. What is not shown is not among them."""
    return [HEAD, *_rows(released, playbook)]


def _rows(released: Released, playbook: Playbook) -> Iterator[tuple[object, ...]]:
    made = released.as_of.isoformat() if released.as_of else ""
    for period in Period:
        for table, leaves in released.numbers.get(period, {}).items():
            for leaf, count in leaves.items():
                whole = _whole(released.numbers, period, table, leaf)
                says = _says(leaf, playbook)
                yield made, str(period), str(table), str(leaf), says, count, whole


def _whole(numbers: Numbers, period: Period, table: Table, leaf: str) -> int | str:
    """Wins of a kind are of all its noes, and yeses of all its asks; a lesson is of nothing."""
    if table is Table.CAME:
        return numbers[period][Table.KIND][leaf]
    if table is Table.YES:
        return numbers[period][Table.ASKED][leaf]
    if table in (Table.LESSONS, Table.VERDICT_OF, Table.ASKED):
        return ""
    return sum(numbers[period][table].values())


def _says(leaf: str, playbook: Playbook) -> str:
    kind, _, _ = leaf.partition(":")
    if kind in _KINDS:
        return playbook.kinds[Kind(kind)].label
    return playbook.words.say("team_page.rest") if leaf == REST else ""
