"""Withholding: a number stands for three people at least, and so does whatever is left when numbers are subtracted."""

from collections.abc import Collection, Iterable, Mapping

from coaching.kinds import Kind
from coaching.team_numbers import BLOCKS_OF, REST, Fared, Numbers, Outcome, Parts, Period, Table
from coaching.withheld_counts import (
    ALL,
    APART,
    Leaf,
    Leaves,
    is_clear,
    less,
    stands,
    sum_of,
    tables_of,
    together,
    total_of,
)
from coaching.withheld_rest import ORDER, Names, Reader, clear_rest, not_to_be_known

PEOPLE_A_VIEW = 5
PEOPLE_A_CHANGE = 3

_NOES = (Table.KIND, Table.STAGE, Table.FIRST_NO, Table.ASKED_WHY, Table.OUTCOME)
"""Each has every lost deal in it: whoever sees one of them knows the sum of all."""
_SUMMED = (*_NOES, Table.VERDICT)
_TABLES = (*_NOES, Table.DAYS, Table.LESSONS, Table.CAME, Table.VERDICT, Table.VERDICT_OF)

Tables = Mapping[Table, Leaves]
Shown = dict[Period, dict[str, int]]
Told = Mapping[Table, Shown]


def shown_numbers(parts: Mapping[str, Parts]) -> Numbers:
    """What may be shown of the parts of each rep."""
    tables = tables_of(parts)
    told = {Table.VERDICT: _whole(tables.get(Table.VERDICT, {}))}
    # What others tell of a table's sum: by what each of them would show at most.
    most = told | {table: _split(tables.get(table, {})) for table in (*_NOES, Table.DAYS)}
    of_all = Reader([period for period in ORDER if any(most[table][period] for table in _SUMMED)])
    told |= {table: _split(tables.get(table, {}), of_all) for table in _NOES if table is not Table.OUTCOME}
    told |= _wins(tables, told, most, of_all)
    told[Table.VERDICT_OF] = _by_kind(tables, told)
    told[Table.LESSONS] = _split(tables.get(Table.LESSONS, {}))
    return {
        period: {table: told[table][period] for table in _TABLES if told[table][period]} for period in Period
    }


def _split(leaves: Leaves, reader: Reader | None = None, may: Collection[Period] = ORDER) -> Shown:
    """A table whose sum may be known: what is not shown of it is too much, in sum, to be one or two people's."""
    shown = _shorter(
        {
            period: {name for name, leaf in leaves.items() if period in may and _stands_beside(leaf, period)}
            for period in ORDER
        }
    )
    clear_rest([leaves], shown, reader or Reader())
    return {period: _with_rest(leaves, shown[period], period) for period in Period}


def _stands_beside(leaf: Leaf, period: Period) -> bool:
    """By itself, and so that what is left of the year is nobody's alone."""
    return stands(leaf, BLOCKS_OF[period]) and _is_clear_beside(leaf, period)


def _is_clear_beside(leaf: Leaf, period: Period) -> bool:
    return all(is_clear(leaf, blocks) for blocks in (BLOCKS_OF[period], *APART[period]))


def _shorter(shown: Names) -> Names:
    return {period: names & shown[Period.YEAR] for period, names in shown.items()}


def _with_rest(leaves: Leaves, shown: Collection[str], period: Period) -> dict[str, int]:
    blocks = BLOCKS_OF[period]
    told = {name: total_of(leaves[name], blocks).total for name in sorted(shown)}
    left = sum_of((leaf, blocks) for name, leaf in leaves.items() if name not in shown)
    return told | ({REST: left.total} if shown and left.total else {})


def _wins(tables: Tables, told: Told, most: Told, of_all: Reader) -> dict[Table, Shown]:
    """What became of the noes, which kinds came back, and after how many days: each tells how many wins there are."""
    outcomes, wins = tables.get(Table.OUTCOME, {}), tables.get(Table.CAME, {})
    by_verdict = {period for period in ORDER if told[Table.VERDICT][period]}
    by_outcome = {period for period in ORDER if _tells_wins(most[Table.OUTCOME][period], outcomes)}
    lost = together(leaf for name, leaf in outcomes.items() if name != Outcome.WON)
    may = {period for period in ORDER if period not in of_all.wholes or _is_clear_beside(lost, period)}
    by_days = {period for period in may if most[Table.DAYS][period]}
    came, denied = _came_back(tables, told[Table.KIND], by_verdict | by_outcome | by_days)
    by_kind = {period for period in ORDER if _tells_all(came[period], wins, period)}
    won = {period: [str(Outcome.WON)] for period in by_verdict | by_kind | by_days}
    days = _split(tables.get(Table.DAYS, {}), Reader(by_verdict | by_outcome | by_kind), may - denied)
    verdict = {period: {} if period in denied else numbers for period, numbers in told[Table.VERDICT].items()}
    return {
        Table.OUTCOME: _split(outcomes, Reader(of_all.wholes, won), {*ORDER} - denied),
        Table.CAME: came,
        Table.DAYS: days,
        Table.VERDICT: verdict,
    }


def _tells_wins(told: Collection[str], outcomes: Collection[str]) -> bool:
    """By itself, or as all that is left."""
    return bool(told) and (Outcome.WON in told or set(outcomes) - set(told) <= {Outcome.WON})


def _tells_all(told: Collection[str], came: Leaves, period: Period) -> bool:
    return bool(told) and all(
        kind in told for kind, leaf in came.items() if total_of(leaf, BLOCKS_OF[period]).total
    )


def _came_back(tables: Tables, kinds: Shown, wins_known: Collection[Period]) -> tuple[Shown, set[Period]]:
    """Wins by kind, of the kinds that are shown: those that did not come back must not be one person's either.

    And the periods in which nothing may tell how many wins there are in all.
    """
    noes = tables.get(Table.KIND, {})
    came = {kind: tables.get(Table.CAME, {}).get(kind, {}) for kind in noes}
    left = {kind: less(noes[kind], came[kind]) for kind in noes}

    def nobody(kind: str, period: Period) -> bool:
        return _none([came[kind]], BLOCKS_OF[period])

    def may(kind: str, period: Period) -> bool:
        some = nobody(kind, period) or stands(came[kind], BLOCKS_OF[period])
        return some and _is_clear_beside(came[kind], period) and _is_clear_beside(left[kind], period)

    of_kinds = {period: kinds[period].keys() - {REST} for period in ORDER}
    shown = {period: {kind for kind in of_kinds[period] if may(kind, period)} for period in ORDER}
    untold = {
        period: {kind for kind in of_kinds[period] - shown[Period.YEAR] if nobody(kind, period)}
        for period in ORDER
    }
    shown = {period: names | untold[period] for period, names in _shorter(shown).items()}
    reader = Reader(wins_known, _sure(came, left, of_kinds, shown))
    clear_rest([came, left], shown, reader)
    told = {
        period: {kind: total_of(came[kind], BLOCKS_OF[period]).total for kind in sorted(shown[period])}
        for period in Period
    }
    return told, not_to_be_known([came, left], shown, reader) | _telling_noes(came, left, of_kinds, shown)


def _telling_noes(came: Leaves, left: Leaves, kinds: Mapping[Period, set[str]], shown: Names) -> set[Period]:
    """Shorter periods whose wins are noes of withheld kinds: in the year all of those came back, and no others."""
    none, every = (_nobodys(leaves, shown[Period.YEAR]) for leaves in (came, left))
    return {
        period
        for period in (Period.LAST, Period.BEFORE)
        if came.keys() <= none | every | shown[period] and every - none - kinds[period]
    }


def _sure(
    came: Leaves, left: Leaves, kinds: Mapping[Period, set[str]], shown: Names
) -> Mapping[Period, set[str]]:
    """Kinds of which a reader knows by other numbers how many came back in a shorter period.

    Where all or none of the year did, all or none of that period did. Where none of any kind did in the period, or in
    the rest of the year, it is nothing, or as many as in the year.
    """
    of_year = shown[Period.YEAR]
    none, every = (_nobodys(leaves, of_year) for leaves in (came, left))
    found: dict[Period, set[str]] = {}
    for period in (Period.LAST, Period.BEFORE):
        sure = none | every
        for leaves in (came.values(), left.values()):
            sure |= came.keys() if _none(leaves, BLOCKS_OF[period]) else set()
            sure |= of_year if _none(leaves, APART[period][0]) else set()
        found[period] = sure & kinds[period]
        others = came.keys() - shown[period] - kinds[period]
        # Where all others have noes that are told, so are those that are nobody's.
        found[period] |= every if others <= every else none if others <= none else set()
    return found


def _nobodys(leaves: Leaves, told: set[str]) -> set[str]:
    """Leaves of which a reader sees that they are nothing all year: told so, or all the others together."""
    others = {name for name in leaves if name not in told}
    found = {name for name in told if _none([leaves[name]], ALL)}
    return found | (others if _none((leaves[name] for name in others), ALL) else set())


def _none(leaves: Iterable[Leaf], blocks: Collection[int]) -> bool:
    return not sum_of((leaf, blocks) for leaf in leaves).total


def _whole(leaves: Leaves) -> Shown:
    """A table that is shown with all it has, or not at all."""
    shown: Shown = {period: {} for period in Period}
    for period in ORDER:
        if (period is Period.YEAR or shown[Period.YEAR]) and _may_all(leaves.values(), period):
            shown[period] = {name: total_of(leaves.get(name, {}), BLOCKS_OF[period]).total for name in Fared}
    return {period: told if any(told.values()) else {} for period, told in shown.items()}


def _may_all(leaves: Iterable[Leaf], period: Period) -> bool:
    blocks = BLOCKS_OF[period]
    return all(
        (not total_of(leaf, blocks).total or stands(leaf, blocks)) and _is_clear_beside(leaf, period)
        for leaf in leaves
    )


def _by_kind(tables: Tables, told: Told) -> Shown:
    """The same of each kind, as long as what is left for all the other kinds is nobody's alone."""
    found, every = tables.get(Table.VERDICT_OF, {}), told[Table.VERDICT]
    of = {fared: {str(kind): found.get(f"{kind}:{fared}", {}) for kind in Kind} for fared in Fared}
    shown = _shorter(
        {
            period: {
                str(kind)
                for kind in Kind
                if every[period]
                and kind in told[Table.CAME][period]
                and _may_all((leaves[kind] for leaves in of.values()), period)
            }
            for period in ORDER
        }
    )
    clear_rest(list(of.values()), shown, Reader([period for period in ORDER if every[period]]), is_told=False)
    return {
        period: {
            f"{kind}:{fared}": total_of(of[fared][kind], BLOCKS_OF[period]).total
            for kind in Kind
            if kind in shown[period]
            for fared in Fared
        }
        for period in Period
    }
