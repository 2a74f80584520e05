"""What is told of each kind of no: honest counts, a chance with its doubt, the best day; and what to change."""

import pytest

from coaching.kinds import KINDS, Kind
from coaching.timing.curve import place
from coaching.timing.estimate import Estimate, estimates, most_between
from coaching.timing.past import Asked, Past
from coaching.timing.playbook_days import away, in_its_unit, known_kind, waiting
from coaching.timing.suggestion import suggestion
from tests.coaching.asks import asked, some
from tests.coaching.cases import policy, with_number


def estimate(asks: list[Asked], kind: str = "not_now") -> Estimate:
    return {one.kind: one for one in estimates(Past.of(asks), policy())}[kind]


def test_it_counts_who_was_asked_and_came_back_and_leaves_out_who_may_still() -> None:
    told = estimate([*some("not_now", 11, 4), asked("not_now", came_back=None)])
    assert (told.asked, told.came_back) == (11, 4)


def test_a_kind_of_which_nobody_was_asked_is_not_told_of() -> None:
    assert estimates(Past.of([asked("not_now", came_back=None)]), policy()) == ()
    assert estimates(Past(), policy()) == ()


def test_five_cases_hardly_move_what_the_playbook_believes_and_fifty_do() -> None:
    five, fifty = estimate(list(some("not_now", 5, 3))), estimate(list(some("not_now", 50, 30)))
    believed = policy().numbers.come_back_percent / 100
    assert believed < five.chance.mean < 0.4
    assert fifty.chance.mean > 0.5
    assert fifty.chance.high - fifty.chance.low < five.chance.high - five.chance.low


def test_a_kind_with_few_cases_starts_from_what_holds_for_the_others() -> None:
    few = [asked("not_now")]
    alone = estimate(few)
    among = estimate([*few, *some("content", 200, 80)])
    assert among.chance.mean > 1.5 * alone.chance.mean


def test_the_playbook_day_stands_until_cases_are_sure_of_another() -> None:
    unsure = estimate([*some("not_now", 5, 2, days=20), *some("not_now", 5, 1, days=90)])
    sure = estimate([*some("not_now", 60, 30, days=20), *some("not_now", 60, 3, days=90)])
    assert unsure.best_days == 90
    assert sure.best_days == 21


def test_a_kind_is_let_go_when_its_chance_is_not_worth_what_asking_costs() -> None:
    hopeless = list(some("not_now", 150, 0))
    assert estimate(hopeless).let_go
    assert not estimate(list(some("not_now", 150, 15))).let_go
    cheap = with_number("ask_cost_percent", 1)
    hardly = list(some("not_now", 150, 3))
    assert not estimates(Past.of(hardly), cheap)[0].let_go
    assert estimates(Past.of(hardly), with_number("ask_cost_percent", 10))[0].let_go


def test_kinds_of_ours_come_first_as_they_are_offered_then_others_by_their_cases() -> None:
    past = Past.of(
        [*some("price", 3, 1), *some("silence", 9, 1), *some("unknown", 2, 0), *some("no_need", 2, 0)]
    )
    assert [one.kind for one in estimates(past, policy())] == ["no_need", "unknown", "silence", "price"]


def test_an_unknown_kind_has_its_best_day_among_those_on_which_it_was_asked() -> None:
    told = estimate([*some("price", 40, 20, days=30), *some("price", 40, 2, days=180)], "price")
    assert (told.best_days, told.playbook) == (30, None)


@pytest.mark.parametrize(
    ("wins", "between"),
    [
        ({}, None),
        ({50: 2}, None),
        ({42: 1, 50: 1, 70: 1}, (42, 50)),
        ({10: 1, 42: 2, 70: 2, 300: 1}, (42, 70)),
        ({30: 3}, (30, 30)),
    ],
)
def test_most_lie_in_the_shortest_stretch_that_holds_two_thirds(
    wins: dict[int, int], between: tuple[int, int] | None
) -> None:
    assert most_between(wins) == between


def test_the_stretch_is_told_in_weeks() -> None:
    wins = [asked("not_now", days, True) for days in (42, 50, 69)]
    assert estimate(wins).most_weeks == (6, 8)
    assert estimate([asked("not_now")]).most_weeks is None


def test_the_chance_can_be_asked_for_any_day() -> None:
    told = estimate([*some("not_now", 60, 30, days=20), *some("not_now", 60, 3, days=90)])
    assert told.curve.chance(place(20)).mean > 3 * told.curve.chance(place(90)).mean


def test_a_better_day_is_suggested_with_the_cases_behind_it() -> None:
    told = estimate([*some("not_now", 60, 30, days=21), *some("not_now", 60, 3, days=90)])
    found = suggestion(told, policy())
    assert found is not None
    assert (found.kind, found.number, found.now, found.instead) == (Kind.NOT_NOW, "follow_up_days", 90, 21)
    assert (found.asked, found.came_back) == (120, 33)
    assert found.chance_instead.mean > found.chance_now.mean
    assert found.sure >= 0.85


def test_a_number_in_working_days_is_suggested_in_working_days() -> None:
    told = estimate([*some("no_value", 60, 30, days=30), *some("no_value", 60, 3, days=7)], "no_value")
    found = suggestion(told, policy())
    assert found is not None
    assert (found.number, found.now, found.instead) == ("go_back_working_days", 5, 21)


def test_letting_go_is_suggested_where_no_day_is_worth_it() -> None:
    found = suggestion(estimate(list(some("not_now", 300, 0))), policy())
    assert found is not None
    assert found.instead is None


@pytest.mark.parametrize(
    "asks",
    [
        list(some("not_now", 9, 9, days=20)),
        list(some("not_now", 60, 12)),
        [*some("not_now", 5, 2, days=20), *some("not_now", 5, 1)],
        list(some("no_fit", 60, 30, days=20)),
    ],
    ids=["too few", "as the playbook has it", "not sure", "no number waits"],
)
def test_nothing_is_suggested_while_cases_do_not_tell(asks: list[Asked]) -> None:
    assert suggestion(estimate(asks, asks[0].kind), policy()) is None


def test_nothing_is_suggested_for_a_kind_that_is_not_ours() -> None:
    asks = [*some("price", 60, 30, days=20), *some("price", 60, 3)]
    assert suggestion(estimate(asks, "price"), policy()) is None


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_waits_by_a_number_of_its_own_or_by_none(kind: Kind) -> None:
    waits = waiting(policy(), kind)
    assert (waits is None) == (kind in (Kind.NO_BUDGET, Kind.NO_FIT))
    if waits:
        assert waits.name in KINDS[kind].numbers
        assert in_its_unit(waits.name, waits.days) == waits.value


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Not now", Kind.NOT_NOW),
        ("not-now", Kind.NOT_NOW),
        (" NO_BUDGET ", Kind.NO_BUDGET),
        ("price", None),
        ("", None),
    ],
)
def test_a_kind_is_known_however_it_is_written(written: str, kind: Kind | None) -> None:
    assert known_kind(written) is kind


def test_days_far_from_the_playbook_are_believed_worse_but_not_hopeless() -> None:
    assert away(90, 90) == 0
    assert -0.61 < away(700, 90) < away(200, 90) < 0
    assert -0.61 < away(1, 90) < away(40, 90) < 0
