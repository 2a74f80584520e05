"""Withholding of what came of asking again: by kind and days, as finely as people may not be seen through it."""

from collections.abc import Iterable, Mapping

from coaching.kinds import Kind
from coaching.team_numbers import ASK_RANGES, LATER, Numbers, Parts, Period, Table
from coaching.withheld_counts import ALL, Leaf, is_clear, less, stands, tables_of, together, total_of

RANGES = (*ASK_RANGES, LATER)
SOON, LATE, ANY = "soon", "late", "any"
SPANS: tuple[Mapping[str, tuple[str, ...]], ...] = (
    {name: (name,) for name in RANGES},
    {SOON: RANGES[:2], LATE: RANGES[2:]},
    {ANY: RANGES},
)
"""What a kind's asks may be told in, the finest first: each range, up to 90 days and beyond, or all in one."""
_HIDDEN = len(SPANS)
Leaves = Mapping[str, Leaf]


def with_asks(parts: Mapping[str, Parts], numbers: Numbers) -> Numbers:
    """The numbers, with what may be shown beside them of the year's asks.

    Only of kinds whose wins are shown: each win is one ask's yes, so that all of a kind's together are nothing new.
    """
    tables = tables_of(parts)
    asked, yes = tables.get(Table.ASKED, {}), tables.get(Table.YES, {})
    of_year = numbers.get(Period.YEAR, {})
    told_of = [Kind(name) for name in of_year.get(Table.CAME, {})]
    spans = _clear({kind: _finest(kind, asked, yes) for kind in told_of}, yes)
    shown = {
        table: {
            f"{kind}:{span}": total_of(_of(leaves, kind, ranges), ALL).total
            for kind, level in spans.items()
            if level < _HIDDEN
            for span, ranges in SPANS[level].items()
            if total_of(_of(asked, kind, ranges), ALL).total
        }
        for table, leaves in ((Table.ASKED, asked), (Table.YES, yes))
    }
    if not shown[Table.ASKED]:
        return numbers
    return {**numbers, Period.YEAR: {**of_year, **shown}}


def _finest(kind: Kind, asked: Leaves, yes: Leaves) -> int:
    """How coarsely a kind must be told so that each number of it, and what is left, stands for enough people."""

    def may(ranges: Iterable[str]) -> bool:
        names = tuple(ranges)
        mine, theirs = _of(asked, kind, names), _of(yes, kind, names)
        if not total_of(mine, ALL).total:
            return True
        nobody = not total_of(theirs, ALL).total
        return stands(mine, ALL) and (nobody or stands(theirs, ALL)) and is_clear(less(mine, theirs), ALL)

    return next((level for level, spans in enumerate(SPANS) if all(map(may, spans.values()))), _HIDDEN)


def _clear(levels: dict[Kind, int], yes: Leaves) -> Mapping[Kind, int]:
    """Coarser until what is left in a span, of all kinds that are not told so finely, is nobody's alone."""
    while (level := _bad_level(levels, yes)) is not None:
        finer = [kind for kind in levels if levels[kind] <= level]
        least = min(finer, key=lambda kind: (total_of(_of(yes, kind, RANGES), ALL).total, kind))
        levels[least] = level + 1
    return levels


def _bad_level(levels: Mapping[Kind, int], yes: Leaves) -> int | None:
    """The first level at which something is told, and what is left could be worked out and is too few people's."""
    for level, spans in enumerate(SPANS[:-1]):
        told = {kind for kind in levels if levels[kind] <= level}
        for ranges in spans.values() if told else ():
            left = [leaf for name, leaf in yes.items() if _is_among(name, told, ranges)]
            if not is_clear(together(left), ALL):
                return level
    return None


def _is_among(name: str, told: set[Kind], ranges: Iterable[str]) -> bool:
    kind, _, span = name.partition(":")
    return span in ranges and Kind(kind) not in told


def _of(leaves: Leaves, kind: Kind, ranges: Iterable[str]) -> Leaf:
    """What each rep adds to some ranges of a kind."""
    found = (leaves.get(f"{kind}:{name}") for name in ranges)
    return together(leaf for leaf in found if leaf)
