"""Withholding: a number stands for three people at least, and so does whatever is left when numbers are subtracted."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from coaching.kinds import Kind
from coaching.team_numbers import BLOCKS_OF, REST, Blocks, Fared, Numbers, Parts, Period, Table

PEOPLE_A_CELL = 3
PEOPLE_A_VIEW = 5
PEOPLE_A_CHANGE = 3
MOST_OF_A_CELL = 2 / 3
"""The largest share of a number that may be one person's."""

ALL = (0, 1, 2)
_ORDER = (Period.YEAR, Period.LAST, Period.BEFORE)
"""The year first: what of a shorter period is shown must be shown of it, too."""
_APART = {Period.LAST: ((1, 2),), Period.BEFORE: ((0, 2), (2,)), Period.YEAR: ()}
"""What is left of the year, by blocks, once a period's number is known."""
_SPLIT = (Table.KIND, Table.STAGE, Table.FIRST_NO, Table.ASKED_WHY, Table.OUTCOME, Table.DAYS, Table.LESSONS)

Leaf = Mapping[str, Blocks]
"""What each rep adds to one number."""
Shown = dict[Period, dict[str, int]]


class _Sum(NamedTuple):
    people: int
    total: int
    most: int


def shown_numbers(parts: Mapping[str, Parts]) -> Numbers:
    """What may be shown of the parts of each rep."""
    tables = tables_of(parts)
    told = {table: _split(tables.get(table, {})) for table in _SPLIT}
    told[Table.CAME] = _came_back(tables, told[Table.KIND])
    told[Table.VERDICT] = _whole(tables.get(Table.VERDICT, {}))
    told[Table.VERDICT_OF] = _by_kind(tables, told)
    return {
        period: {table: shown[period] for table, shown in told.items() if shown[period]} for period in Period
    }


def stands(leaf: Leaf, blocks: Collection[int]) -> bool:
    """Whether a number may be shown by itself."""
    people, total, most = total_of(leaf, blocks)
    return people >= PEOPLE_A_CELL and most <= MOST_OF_A_CELL * total


def is_clear(leaf: Leaf, blocks: Collection[int]) -> bool:
    """Whether it does no harm when a number can be worked out: it is nothing, or stands for enough people."""
    people = total_of(leaf, blocks).people
    return people == 0 or people >= PEOPLE_A_CELL


def total_of(leaf: Leaf, blocks: Collection[int]) -> _Sum:
    counts = [count for one in leaf.values() if (count := sum(one[block] for block in blocks))]
    return _Sum(len(counts), sum(counts), max(counts, default=0))


def tables_of(parts: Mapping[str, Parts]) -> dict[Table, dict[str, dict[str, Blocks]]]:
    found: dict[Table, dict[str, dict[str, Blocks]]] = {}
    for rep, cells in parts.items():
        for (table, leaf), blocks in cells.items():
            found.setdefault(table, {}).setdefault(leaf, {})[rep] = blocks
    return found


def together(leaves: Iterable[Leaf]) -> Leaf:
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


def _everywhere(_leaf: str, _period: Period) -> bool:
    return True


def _split(leaves: Mapping[str, Leaf], may: Callable[[str, Period], bool] = _everywhere) -> Shown:
    """A table whose sum may be known: what is not shown of it is too much, in sum, to be one or two people's."""
    shown = {period: _standing(leaves, period, may) for period in _ORDER}
    for period in (Period.LAST, Period.BEFORE):
        shown[period] &= shown[Period.YEAR]
    whole = together(leaves.values())
    for period in (Period.LAST, Period.BEFORE):
        if not all(is_clear(whole, blocks) for blocks in _APART[period]):
            shown[period] = set()
    while bad := next(
        (period for period in _ORDER if not _rest_is_clear(leaves, shown[period], period)), None
    ):
        least = min(shown[bad], key=lambda leaf: (total_of(leaves[leaf], BLOCKS_OF[bad]).total, leaf))
        for period in _ORDER if bad is Period.YEAR else (bad,):
            shown[period].discard(least)
    return {period: _with_rest(leaves, shown[period], period) for period in Period}


def _standing(leaves: Mapping[str, Leaf], period: Period, may: Callable[[str, Period], bool]) -> set[str]:
    return {
        name
        for name, leaf in leaves.items()
        if stands(leaf, BLOCKS_OF[period])
        and all(is_clear(leaf, blocks) for blocks in _APART[period])
        and may(name, period)
    }


def _rest(leaves: Mapping[str, Leaf], shown: Collection[str]) -> Leaf:
    return together(leaf for name, leaf in leaves.items() if name not in shown)


def _rest_is_clear(leaves: Mapping[str, Leaf], shown: Collection[str], period: Period) -> bool:
    """Also where nothing is left to withhold."""
    rest, blocks = _rest(leaves, shown), BLOCKS_OF[period]
    return not shown or not total_of(rest, blocks).total or stands(rest, blocks)


def _with_rest(leaves: Mapping[str, Leaf], shown: Collection[str], period: Period) -> dict[str, int]:
    blocks = BLOCKS_OF[period]
    told = {name: total_of(leaves[name], blocks).total for name in sorted(shown)}
    rest = total_of(_rest(leaves, shown), blocks).total if shown else 0
    return told | ({REST: rest} if rest else {})


def _came_back(tables: Mapping[Table, Mapping[str, Leaf]], kinds: Shown) -> Shown:
    """Wins by kind, of the kinds that are shown: those that did not come back must not be one person's either."""
    came, noes = tables.get(Table.CAME, {}), tables.get(Table.KIND, {})

    def may(kind: str, period: Period) -> bool:
        left = less(noes[kind], came[kind])
        apart = (BLOCKS_OF[period], *_APART[period])
        return kind in kinds[period] and all(is_clear(left, blocks) for blocks in apart)

    told = _split(came, may)
    for period in Period:
        told[period].pop(REST, None)
        nothing = [
            kind
            for kind in kinds[period]
            if kind != REST and not total_of(came.get(kind, {}), BLOCKS_OF[period]).total
        ]
        told[period] |= dict.fromkeys(nothing, 0)
    return told


def _whole(leaves: Mapping[str, Leaf]) -> Shown:
    """A table that is shown with all it has, or not at all."""
    shown: Shown = {period: {} for period in Period}
    for period in _ORDER:
        if (period is Period.YEAR or shown[Period.YEAR]) and _may_all(leaves.values(), period):
            shown[period] = {name: total_of(leaves.get(name, {}), BLOCKS_OF[period]).total for name in Fared}
    return {period: told if any(told.values()) else {} for period, told in shown.items()}


def _may_all(leaves: Iterable[Leaf], period: Period) -> bool:
    blocks = BLOCKS_OF[period]
    return all(
        (not total_of(leaf, blocks).total or stands(leaf, blocks))
        and all(is_clear(leaf, apart) for apart in _APART[period])
        for leaf in leaves
    )


def _by_kind(tables: Mapping[Table, Mapping[str, Leaf]], told: Mapping[Table, Shown]) -> Shown:
    """The same of each kind, as long as what is left for all the other kinds is nobody's alone."""
    every, found = tables.get(Table.VERDICT, {}), tables.get(Table.VERDICT_OF, {})
    shown: Shown = {period: {} for period in Period}
    for period in _ORDER:
        left = {fared: every.get(fared, {}) for fared in Fared}
        for kind in Kind:
            mine = {fared: found.get(f"{kind}:{fared}", {}) for fared in Fared}
            after = {fared: less(left[fared], mine[fared]) for fared in Fared}
            known = kind in told[Table.CAME][period] and bool(told[Table.VERDICT][period])
            known = known and (period is Period.YEAR or f"{kind}:{Fared.TAKEN_WON}" in shown[Period.YEAR])
            clear = all(is_clear(leaf, BLOCKS_OF[period]) for leaf in after.values())
            if known and clear and _may_all(mine.values(), period):
                left = after
                shown[period] |= {
                    f"{kind}:{fared}": total_of(leaf, BLOCKS_OF[period]).total for fared, leaf in mine.items()
                }
    return shown
