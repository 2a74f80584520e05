"""No sequence of joins, leaves, debriefs, deletions and snapshots exposes anybody: the rules of SECURITY.md."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coaching.team_numbers import (
    BLOCKS_OF,
    LEFT_OUT_IN_100,
    REST,
    Cell,
    Parts,
    Period,
    State,
    Table,
    mark_of,
)
from tests.coaching.team.histories import (
    REPS,
    Debriefs,
    Deed,
    History,
    Joins,
    Leaves,
    Week,
    debriefs,
    histories,
    play,
    verdicts_shown,
)

_NONE = (0, 0, 0)
_ASKS = (Table.ASKED, Table.YES)
"""Told in spans of their own: see test_asks_expose_nobody.py."""
_TOTALS = (Table.KIND, Table.STAGE, Table.FIRST_NO, Table.ASKED_WHY, Table.OUTCOME)


def shown(weeks: Iterable[Week]) -> Iterable[Week]:
    return (week for week in weeks if week.released.state is State.NEW)


def people(parts: Mapping[str, Parts], cells: Iterable[Cell], blocks: Iterable[int]) -> dict[str, int]:
    """Who adds how much to the sum of some cells; nobody who adds nothing."""
    wanted, within = list(cells), list(blocks)
    sums = {
        rep: sum(own.get(cell, _NONE)[b] for cell in wanted for b in within) for rep, own in parts.items()
    }
    return {rep: count for rep, count in sums.items() if count}


def cells_of(parts: Mapping[str, Parts], table: Table) -> set[Cell]:
    return {cell for own in parts.values() for cell in own if cell[0] is table}


@given(histories())
def test_every_number_stands_for_three_people_and_nobody_is_most_of_it(history: History) -> None:
    for week in shown(play(history)):
        for period, tables in week.released.numbers.items():
            for table, leaves in tables.items():
                for leaf, number in leaves.items() if table not in _ASKS else ():
                    hidden = {cell for cell in cells_of(week.parts, table) if cell[1] not in leaves}
                    who = people(week.parts, hidden if leaf == REST else [(table, leaf)], BLOCKS_OF[period])
                    assert sum(who.values()) == number
                    assert not who or len(who) >= 3
                    assert not who or 3 * max(who.values()) <= 2 * sum(who.values())


def _apart(last: bool, before: bool) -> tuple[tuple[int, ...], ...]:
    """What is left of the year, by blocks, beside the shorter periods that are shown."""
    return ((1, 2) if last else (), (0, 2) if before else (), (2,) if last and before else ())


@given(histories())
def test_what_is_left_when_numbers_are_subtracted_stands_for_three_people_or_for_none(
    history: History,
) -> None:
    """What a table withholds."""
    for week in shown(play(history)):
        for period, tables in week.released.numbers.items():
            for table in (*_TOTALS, Table.DAYS):
                if table in tables:
                    hidden = [cell for cell in cells_of(week.parts, table) if cell[1] not in tables[table]]
                    rest = people(week.parts, hidden, BLOCKS_OF[period])
                    assert not rest or len(rest) >= 3
                    assert sum(rest.values()) == tables[table].get(REST, 0)


@given(histories())
def test_what_is_left_of_the_year_beside_a_shorter_period_stands_for_three_people_or_for_none(
    history: History,
) -> None:
    for week in shown(play(history)):
        numbers = week.released.numbers
        for table, year in numbers.get(Period.YEAR, {}).items():
            for leaf in year.keys() - {REST}:
                last, before = (
                    leaf in numbers.get(p, {}).get(table, {}) for p in (Period.LAST, Period.BEFORE)
                )
                for blocks in _apart(last, before):
                    who = people(week.parts, [(table, leaf)], blocks)
                    assert not who or len(who) >= 3
        for table in (*_TOTALS, Table.DAYS):
            if numbers.get(Period.YEAR, {}).get(table):
                last, before = (bool(numbers.get(p, {}).get(table)) for p in (Period.LAST, Period.BEFORE))
                for blocks in _apart(last, before):
                    who = people(week.parts, cells_of(week.parts, table), blocks)
                    assert not who or len(who) >= 3


@given(histories())
def test_who_did_not_come_back_is_nobody_alone(history: History) -> None:
    for week in shown(play(history)):
        for period, tables in week.released.numbers.items():
            for kind, came in tables.get(Table.CAME, {}).items():
                noes = people(week.parts, [(Table.KIND, kind)], BLOCKS_OF[period])
                won = people(week.parts, [(Table.CAME, kind)], BLOCKS_OF[period])
                left = [rep for rep in noes if noes[rep] > won.get(rep, 0)]
                assert tables[Table.KIND][kind] >= came
                assert not left or len(left) >= 3
            wins = tables.get(Table.CAME, {})
            hidden = [cell for cell in cells_of(week.parts, Table.CAME) if cell[1] not in wins]
            rest = people(week.parts, hidden, BLOCKS_OF[period])
            assert not any(wins.values()) or not rest or len(rest) >= 3


@given(st.one_of(histories(), verdicts_shown()))
def test_how_one_kind_fared_leaves_nobody_alone_among_the_others(history: History) -> None:
    for week in shown(play(history)):
        for period, tables in week.released.numbers.items():
            of_kind = tables.get(Table.VERDICT_OF, {})
            for fared in tables.get(Table.VERDICT, {}):
                cells = {
                    cell for cell in cells_of(week.parts, Table.VERDICT_OF) if cell[1].endswith(f":{fared}")
                }
                known = {cell for cell in cells if cell[1] in of_kind}
                rest = people(week.parts, cells - known, BLOCKS_OF[period])
                assert not known or not rest or len(rest) >= 3


def differ_by_three_or_show_the_same(weeks: Iterable[Week]) -> None:
    last: Week | None = None
    for week in shown(weeks):
        if last is not None:
            everybody = week.parts.keys() | last.parts.keys()
            changed = [
                rep
                for rep in everybody
                if mark_of(week.parts.get(rep, {})) != mark_of(last.parts.get(rep, {}))
            ]
            assert len(changed) >= 3 or not changed
            assert changed or week.released.numbers == last.released.numbers
        last = week


@given(histories())
def test_two_weeks_differ_by_three_people_or_show_the_same(history: History) -> None:
    differ_by_three_or_show_the_same(play(history))


@given(histories())
def test_whoever_left_or_deleted_is_in_nothing_that_is_shown_after(history: History) -> None:
    """The numbers that are held are those of people who are all there still, with all that was counted."""
    made: Week | None = None
    for week in play(history):
        if week.released.state is State.NEW:
            made = week
        elif week.released.state is State.HELD:
            assert made is not None
            added = {rep for rep, own in made.parts.items() if own}
            assert added <= week.parts.keys()
            assert not week.missing
            assert week.released.numbers == made.released.numbers
        else:
            assert week.released.numbers == {}


@given(histories())
def test_no_view_is_of_fewer_than_five(history: History) -> None:
    for week in shown(play(history)):
        assert sum(bool(own) for own in week.parts.values()) >= 5


@given(
    histories(),
    st.sampled_from(REPS),
    st.lists(debriefs(st.integers(0, LEFT_OUT_IN_100 - 1)), min_size=1, max_size=6),
    st.data(),
)
def test_who_knows_all_but_one_persons_deals_cannot_tell_how_many_that_one_has(
    history: History, rep: str, more: list[Debriefs], data: st.DataObject
) -> None:
    """Any number of further lost deals of theirs, of any kind, in any week, shows the very same from first to last."""
    other = [list(deeds) for deeds in history]
    for debrief in more:
        week = data.draw(st.integers(0, len(other) - 1))
        other[week].append(replace(debrief, rep=rep, besides=True))
    assert [week.released for week in play(other)] == [week.released for week in play(history)]


@given(histories(), st.permutations(REPS))
def test_who_is_who_changes_nothing(history: History, names: list[str]) -> None:
    """Whoever swaps what two people did sees the same: nothing shown depends on a name."""
    renamed = dict(zip(REPS, names, strict=True))
    other = [[replace(deed, rep=renamed[deed.rep]) for deed in deeds] for deeds in history]
    assert [week.released for week in play(other)] == [week.released for week in play(history)]


@given(histories(), st.lists(st.sampled_from(REPS), min_size=1, max_size=3, unique=True))
def test_leaving_and_coming_back_hurries_nothing(history: History, some: list[str]) -> None:
    """Changes of fewer than three people stay hidden, however often some of them go in and out."""
    in_and_out: list[Deed] = [*map(Leaves, some), *map(Joins, some)]
    differ_by_three_or_show_the_same(play([*history, in_and_out, in_and_out]))
