"""Whoever adds and subtracts a week's numbers over all periods and tables finds no count of one person, or of two."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coaching.kinds import Kind
from coaching.team_numbers import (
    Blocks,
    Numbers,
    Outcome,
    Parts,
    Period,
    Table,
    TeamDeal,
    parts_of,
)
from coaching.withheld import shown_numbers
from tests.coaching.team.attacker import exposed
from tests.coaching.team.histories import BEGIN, History, histories, play, spread_out, verdicts_shown

_LOST = {kind: TeamDeal(BEGIN, kind, taken=True) for kind in Kind}
_WON = {kind: replace(lost, outcome=Outcome.WON, days=10) for kind, lost in _LOST.items()}
_DAYS_AGO = (3, 100, 300)
"""In each of the blocks: of the last 90 days, of the 90 before, and of the rest of the year."""


def added(*deals: tuple[str, TeamDeal, Blocks]) -> Mapping[str, Parts]:
    """What each of some reps adds who had so many of a deal in each block."""
    own: dict[str, list[TeamDeal]] = {}
    for reps, deal, blocks in deals:
        for rep in reps:
            for ago, count in zip(_DAYS_AGO, blocks, strict=True):
                own.setdefault(rep, []).extend([replace(deal, on=BEGIN - timedelta(days=ago))] * count)
    return {rep: parts_of(mine, (), BEGIN) for rep, mine in own.items()}


def told(numbers: Numbers, table: Table) -> Mapping[str, Sequence[int | None]]:
    """Of each leaf the number of the last 90 days, of the 90 before, and of the year; None where it is withheld."""
    leaves = {leaf for period in Period for leaf in numbers[period].get(table, {})}
    return {leaf: [numbers[period].get(table, {}).get(leaf) for period in Period] for leaf in leaves}


@given(st.one_of(histories(), verdicts_shown(), spread_out()))
def test_no_count_of_fewer_than_three_can_be_worked_out(history: History) -> None:
    for week in play(history):
        if week.released.as_of == week.released.week:
            assert not list(exposed(week.parts, week.released.numbers))


def test_what_is_left_of_a_rest_beside_a_shorter_period_is_nobody_s_alone() -> None:
    """All but the one kind that was told of the last 90 days, taken from the year, would be D's no."""
    parts = added(
        ("ABCE", _LOST[Kind.NOT_NOW], (1, 1, 0)),
        ("ABC", _LOST[Kind.NO_FIT], (1, 0, 0)),
        ("D", _LOST[Kind.NO_FIT], (0, 1, 0)),
    )
    numbers = shown_numbers(parts)
    assert not list(exposed(parts, numbers))
    assert told(numbers, Table.KIND) == {Kind.NOT_NOW: [None, None, 8], Kind.NO_FIT: [None, None, 4]}


def test_a_rest_that_enough_people_stand_for_is_told_beside_the_year() -> None:
    parts = added(
        ("ABCE", _LOST[Kind.NOT_NOW], (1, 1, 0)),
        ("ABC", _LOST[Kind.NO_FIT], (1, 0, 0)),
        ("DE", _LOST[Kind.NO_FIT], (0, 1, 0)),
        ("F", _LOST[Kind.NO_VALUE], (1, 1, 0)),
        ("ABC", _LOST[Kind.NO_VALUE], (1, 0, 0)),
    )
    numbers = shown_numbers(parts)
    assert told(numbers, Table.KIND)[Kind.NOT_NOW] == [4, 4, 8]
    assert told(numbers, Table.KIND)["rest"] == [7, 3, None]


def test_how_all_other_kinds_fared_beside_a_shorter_period_is_nobody_s_alone() -> None:
    """D's no that did not come back is all that the other kind has of those in the rest of the year."""
    parts = added(
        ("ABC", _WON[Kind.NOT_NOW], (1, 1, 0)),
        ("ABC", _LOST[Kind.NOT_NOW], (1, 1, 0)),
        ("EFG", _WON[Kind.NO_FIT], (1, 1, 0)),
        ("ABC", _LOST[Kind.NO_FIT], (1, 0, 0)),
        ("D", _LOST[Kind.NO_FIT], (0, 1, 0)),
    )
    numbers = shown_numbers(parts)
    assert not list(exposed(parts, numbers))
    assert told(numbers, Table.VERDICT_OF)[f"{Kind.NOT_NOW}:taken_won"] == [None, None, 6]
    assert numbers[Period.LAST][Table.VERDICT]


def test_none_that_came_back_of_late_tells_nobody_s_earlier_noes() -> None:
    """Of the earlier noes, without those that came back, one would be left: C's."""
    parts = added(
        ("ABC", _LOST[Kind.NOT_NOW], (1, 0, 0)),
        ("AB", _WON[Kind.NOT_NOW], (0, 2, 0)),
        ("C", _WON[Kind.NOT_NOW], (0, 1, 0)),
        ("C", _LOST[Kind.NOT_NOW], (0, 1, 0)),
    )
    numbers = shown_numbers(parts)
    assert not list(exposed(parts, numbers))
    assert told(numbers, Table.KIND) == {Kind.NOT_NOW: [3, 6, 9]}
    assert told(numbers, Table.CAME) == {Kind.NOT_NOW: [None, None, 5]}


def test_none_that_came_back_of_late_is_told_where_it_tells_of_nobody() -> None:
    parts = added(("ABCD", _LOST[Kind.NOT_NOW], (2, 1, 0)), ("ABC", _WON[Kind.NOT_NOW], (0, 1, 0)))
    assert told(shown_numbers(parts), Table.CAME) == {Kind.NOT_NOW: [0, 3, 3]}


def test_days_to_the_win_do_not_tell_how_many_never_came_back() -> None:
    """All noes are known by their stage: those without a win are two people's."""
    parts = added(("ABCDE", _WON[Kind.NOT_NOW], (1, 0, 0)), ("FG", _LOST[Kind.NO_FIT], (2, 0, 0)))
    numbers = shown_numbers(parts)
    assert not list(exposed(parts, numbers))
    assert numbers[Period.YEAR][Table.STAGE]
    assert Table.DAYS not in numbers[Period.YEAR]


def test_where_none_of_a_kind_came_back_all_year_the_last_90_days_tell_nobody_s_of_the_others() -> None:
    """Those of the kind are known not to have come back of late either: taken from all, D's would be left."""
    parts = added(
        ("ABC", _LOST[Kind.NO_FIT], (1, 1, 0)),
        ("ABC", _WON[Kind.NOT_NOW], (1, 1, 0)),
        ("D", _LOST[Kind.NOT_NOW], (1, 0, 0)),
        ("EF", _LOST[Kind.NOT_NOW], (0, 1, 0)),
    )
    numbers = shown_numbers(parts)
    assert not list(exposed(parts, numbers))
    assert told(numbers, Table.CAME)[Kind.NO_FIT][2] == 0
