"""Who goes in and out of a team hurries no new numbers; who is replaced for good is a change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from coaching.disclosure import Member, release
from coaching.team_numbers import Parts, State, Table, mark_of
from tests.coaching.team.histories import REPS, SHAPES, Debriefs, Deed, Joins, Leaves, play

_ONE_DEAL: Parts = {(Table.KIND, "not_now"): (1, 0, 0)}


def _adds(rep: str, mark: str | None) -> Member:
    return Member(rep, _ONE_DEAL, mark)


@pytest.mark.parametrize("accomplices", [REPS[1:2], REPS[1:3], REPS[1:4]])
def test_who_goes_in_and_out_shows_nothing_of_the_one_who_changed(accomplices: Sequence[str]) -> None:
    """Nobody's parts differ but those of the first: whoever hurried new numbers would see what became of them."""
    deal = Debriefs(REPS[0], 1, SHAPES[0])
    first: list[Deed] = [*map(Joins, REPS), *(replace(deal, rep=rep) for rep in REPS)]
    in_and_out: list[Deed] = [deal, *map(Leaves, accomplices), *map(Joins, accomplices)]
    made, then = play([first, in_and_out])
    assert (made.released.state, then.released.state) == (State.NEW, State.TOO_FEW)
    assert then.released.numbers == {}


def test_three_who_are_replaced_for_good_are_a_change() -> None:
    """A team with many who come and go does see new numbers: those who came have other deals than those who went."""
    deal = Debriefs(REPS[0], 1, SHAPES[0])
    stay, go, come = REPS[:2], REPS[2:5], (*REPS[5:], "H")
    first: list[Deed] = [*map(Joins, stay + go), *(replace(deal, rep=rep) for rep in stay + go)]
    other = replace(deal, deal=SHAPES[-1])
    turn: list[Deed] = [*map(Leaves, go), *map(Joins, come), *(replace(other, rep=rep) for rep in come)]
    made, then = play([first, turn])
    assert [week.released.state for week in (made, then)] == [State.NEW, State.NEW]
    assert made.released.numbers != then.released.numbers


def test_numbers_kept_before_there_were_short_marks_take_whoever_came_for_who_went() -> None:
    made = release(date(2026, 1, 12), None, [_adds(rep, None) for rep in REPS[:5]]).released
    marks = [mark_of(_ONE_DEAL), None, None, *[mark_of(_ONE_DEAL)] * 2]
    back = [_adds(rep, mark) for rep, mark in zip(REPS[:5], marks, strict=True)]
    changed = [replace(back[0], mark="other"), *back[1:]]
    told = release(date(2026, 1, 19), replace(made, marks=None), changed)
    assert (told.released.state, told.marks) == (State.TOO_FEW, None)
