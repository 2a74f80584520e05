"""What a table withholds, in sum: in one period, and in what is left of the year beside the shorter ones."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from coaching.team_numbers import BLOCKS_OF, Period
from coaching.withheld_counts import Leaves, sum_is_clear, sum_of, sum_stands, total_of

ORDER = (Period.YEAR, Period.LAST, Period.BEFORE)
"""The year first: what of a shorter period is shown must be shown of it, too."""

Names = dict[Period, set[str]]
"""The leaves that are shown."""


@dataclass(frozen=True)
class Reader:
    """What other tables tell: in which periods the sum of all leaves, and which leaves one by one."""

    wholes: Collection[Period] = ()
    leaves: Mapping[Period, Collection[str]] = field(default_factory=dict)


class _Rest(NamedTuple):
    """Leaves that can be worked out together, with the blocks of each: once those of a period are told."""

    of: Period
    others: tuple[Period, ...]
    """Where leaves can be taken out instead when nothing of the period is shown."""
    within: Mapping[str, Collection[int]]
    is_told: bool = False
    """It is shown as a number of its own."""


def clear_rest(tables: Sequence[Leaves], shown: Names, reader: Reader, is_told: bool = True) -> None:
    """Takes leaves out of `shown`, the smallest first, until what is left of each table is nobody's alone.

    The tables have the same leaves, which are shown of all of them or of none.
    """
    while (bad := next(_bad(tables, shown, reader, is_told), None)) is not None:
        rest, table = bad
        period = next(period for period in (rest.of, *rest.others) if shown[period])
        blocks = BLOCKS_OF[rest.of] if rest.is_told else _beside(rest.of)
        sizes = {name: total_of(table.get(name, {}), blocks).total for name in shown[period]}
        # What adds nothing would change nothing, and goes last.
        least = min(sizes, key=lambda name: (not sizes[name], sizes[name], name))
        for one in ORDER if period is Period.YEAR else (period,):
            shown[one].discard(least)


def not_to_be_known(tables: Sequence[Leaves], shown: Names, reader: Reader) -> set[Period]:
    """Shorter periods of which a reader must not know the sums, since nothing of the tables is left to take out."""
    bad = _bad(tables, shown, reader, is_told=False, to_mend=False)
    return {rest.of for rest, _ in bad} - {Period.YEAR}


def _bad(
    tables: Sequence[Leaves], shown: Names, reader: Reader, is_told: bool, to_mend: bool = True
) -> Iterator[tuple[_Rest, Leaves]]:
    """Rests that are one or two people's; `to_mend` only those that fewer shown leaves would make larger."""
    for rest in _rests({name for table in tables for name in table}, shown, reader):
        if to_mend and not any(shown[period] for period in (rest.of, *rest.others)):
            continue
        for place, table in enumerate(tables):
            found = sum_of((table.get(name, {}), blocks) for name, blocks in rest.within.items())
            is_a_number = rest.is_told and is_told and place == 0 and bool(shown[rest.of])
            enough = sum_stands if is_a_number else sum_is_clear
            if found.total and not enough(found):
                yield rest, table


def _rests(names: set[str], shown: Names, reader: Reader) -> Iterator[_Rest]:
    """The least that can be worked out; all else is made of it and of what is shown."""
    told = {period: shown[period] | set(reader.leaves.get(period, ())) for period in ORDER}
    year, now, earlier = (told[period] for period in ORDER)
    known = [period for period in ORDER if told[period] or period in reader.wholes]
    for period in known:
        yield _Rest(period, (), dict.fromkeys(names - told[period], BLOCKS_OF[period]), is_told=True)
    if Period.LAST in known:
        within = {name: (2,) if name in earlier else (1, 2) for name in names - (now & year)}
        yield _Rest(Period.LAST, (Period.BEFORE,), within)
    if Period.BEFORE in known:
        within = {name: (2,) if name in now else (0, 2) for name in names - (earlier & year)}
        yield _Rest(Period.BEFORE, (Period.LAST,), within)
    if Period.LAST in known and Period.BEFORE in known:
        yield _Rest(Period.BEFORE, (Period.LAST,), dict.fromkeys(names - (now & earlier & year), (2,)))


def _beside(period: Period) -> Collection[int]:
    return (1, 2) if period is Period.LAST else (0, 2)
