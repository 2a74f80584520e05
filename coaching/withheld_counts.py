"""Counts by rep, and whether one may be shown, or be worked out: it stands for three people, or for nobody."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from coaching.team_numbers import Blocks, Parts, Period, Table

PEOPLE_A_CELL = 3
MOST_OF_A_CELL = 2 / 3
"""The largest share of a number that may be one person's."""

ALL = (0, 1, 2)
APART = {Period.LAST: ((1, 2),), Period.BEFORE: ((0, 2), (2,)), Period.YEAR: ()}
"""What is left of the year, by blocks, once a period's number is known."""

Leaf = Mapping[str, Blocks]
"""What each rep adds to one number."""
Leaves = Mapping[str, Leaf]
"""Those of a table, by their names."""


class Sum(NamedTuple):
    """How many people add how much, and the most that one of them does."""

    people: int
    total: int
    most: int


def stands(leaf: Leaf, blocks: Collection[int]) -> bool:
    """Whether a number may be shown by itself."""
    return sum_stands(total_of(leaf, blocks))


def sum_stands(found: Sum) -> bool:
    """The same of what was added up before."""
    return found.people >= PEOPLE_A_CELL and found.most <= MOST_OF_A_CELL * found.total


def is_clear(leaf: Leaf, blocks: Collection[int]) -> bool:
    """Whether it does no harm when a number can be worked out: it is nothing, or stands for enough people."""
    return sum_is_clear(total_of(leaf, blocks))


def sum_is_clear(found: Sum) -> bool:
    """The same of what was added up before."""
    return found.people == 0 or found.people >= PEOPLE_A_CELL


def total_of(leaf: Leaf, blocks: Collection[int]) -> Sum:
    """Of a number within some blocks."""
    return sum_of([(leaf, blocks)])


def sum_of(added: Iterable[tuple[Leaf, Collection[int]]]) -> Sum:
    """Of several numbers, each within blocks of its own."""
    counts: dict[str, int] = {}
    for leaf, blocks in added:
        for rep, one in leaf.items():
            if count := sum(one[block] for block in blocks):
                counts[rep] = counts.get(rep, 0) + count
    return Sum(len(counts), sum(counts.values()), max(counts.values(), default=0))


def tables_of(parts: Mapping[str, Parts]) -> dict[Table, dict[str, dict[str, Blocks]]]:
    """What each rep adds, by tables and leaves."""
    found: dict[Table, dict[str, dict[str, Blocks]]] = {}
    for rep, cells in parts.items():
        for (table, leaf), blocks in cells.items():
            found.setdefault(table, {}).setdefault(leaf, {})[rep] = blocks
    return found


def together(leaves: Iterable[Leaf]) -> Leaf:
    """All of them as one."""
    found: dict[str, list[int]] = {}
    for leaf in leaves:
        for rep, blocks in leaf.items():
            kept = found.setdefault(rep, [0, 0, 0])
            for block in ALL:
                kept[block] += blocks[block]
    return {rep: (one[0], one[1], one[2]) for rep, one in found.items()}


def less(leaf: Leaf, other: Leaf) -> Leaf:
    """What is left of a number without one that is a part of it."""
    none = (0, 0, 0)
    return {rep: (b[0] - (o := other.get(rep, none))[0], b[1] - o[1], b[2] - o[2]) for rep, b in leaf.items()}
