"""What a team is told of its asks stands for three people, in whatever spans it is told, and so does what is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coaching.asked_again import asks_of, quotes, team_estimates
from coaching.deal import Reply
from coaching.kinds import Kind
from coaching.team_numbers import Outcome, Parts, Period, Table
from coaching.withheld_asks import SPANS
from tests.coaching.cases import policy
from tests.coaching.team.histories import REPS, SHAPES, Debriefs, History, Joins, Week, histories, play

_RANGES_OF = {name: ranges for spans in SPANS for name, ranges in spans.items()}
_LATER = [replace(one, days=50, asks=((50, True),)) for one in SHAPES if one.days == 10]
_ASKED_OFTEN = [one for one in (*SHAPES, *_LATER) if one.asks]


@st.composite
def asked_often(draw: st.DrawFn) -> History:
    """Everybody counts in, and has asked again after many noes: most of it comes to be shown."""
    deals = st.tuples(st.sampled_from(REPS), st.sampled_from(_ASKED_OFTEN))
    many = draw(st.lists(deals.map(lambda one: Debriefs(one[0], 3, one[1])), min_size=15, max_size=50))
    return [[*(Joins(name) for name in REPS), *many]]


_HISTORIES = st.one_of(histories(), asked_often())


def counts(parts: Mapping[str, Parts], table: Table, kinds: Iterable[str], span: str) -> dict[str, int]:
    """How much each rep adds to a span of some kinds; nobody who adds nothing."""
    wanted = [(table, f"{kind}:{name}") for kind in kinds for name in _RANGES_OF[span]]
    sums = {rep: sum(sum(own.get(cell, (0, 0, 0))) for cell in wanted) for rep, own in parts.items()}
    return {rep: count for rep, count in sums.items() if count}


def shown(weeks: Sequence[Week]) -> Iterable[tuple[Week, Mapping[str, int], Mapping[str, int]]]:
    for week in weeks:
        year = week.released.numbers.get(Period.YEAR, {})
        if Table.ASKED in year and week.released.as_of == week.released.week:
            yield week, year[Table.ASKED], year[Table.YES]


def stands(who: Mapping[str, int]) -> bool:
    return len(who) >= 3 and 3 * max(who.values()) <= 2 * sum(who.values())


@given(_HISTORIES)
def test_every_number_stands_for_three_people_and_nobody_is_most_of_it(history: History) -> None:
    for week, asked, yes in shown(play(history)):
        for leaf in asked:
            kind, _, span = leaf.partition(":")
            who, won = (counts(week.parts, table, [kind], span) for table in (Table.ASKED, Table.YES))
            assert (sum(who.values()), sum(won.values())) == (asked[leaf], yes[leaf])
            assert stands(who)
            assert not won or stands(won)
            in_vain = [rep for rep in who if who[rep] > won.get(rep, 0)]
            assert not in_vain or len(in_vain) >= 3


@given(_HISTORIES)
def test_what_is_left_of_a_span_is_nobody_s_alone(history: History) -> None:
    """Whoever knows all wins by their days, and takes those away that are told by kind."""
    for week, asked, _ in shown(play(history)):
        for spans in SPANS[:-1]:
            told = {leaf.partition(":")[0] for leaf in asked if leaf.partition(":")[2] in spans}
            for span in spans if told else ():
                left = counts(week.parts, Table.YES, set(map(str, Kind)) - told, span)
                assert not left or len(left) >= 3


@given(_HISTORIES)
def test_all_yeses_of_a_kind_are_the_wins_that_are_shown_anyway(history: History) -> None:
    for week, _, yes in shown(play(history)):
        came = week.released.numbers[Period.YEAR][Table.CAME]
        for kind in {leaf.partition(":")[0] for leaf in yes}:
            assert sum(count for leaf, count in yes.items() if leaf.startswith(f"{kind}:")) == came[kind]


@given(asked_often())
def test_estimates_and_quotes_are_made_of_what_is_shown_alone(history: History) -> None:
    for week, asked, yes in shown(play(history)):
        told = {one.kind: one.estimate for one in team_estimates(week.released, policy())}
        for kind, one in told.items():
            assert one.asked == sum(n for leaf, n in asked.items() if leaf.startswith(f"{kind}:"))
            assert one.came_back == sum(n for leaf, n in yes.items() if leaf.startswith(f"{kind}:"))
        assert quotes(week.released, policy()).keys() == {kind for kind in told if told[kind].came_back}


_REACHED, _NO, _STILL = Reply.REACHED_OUT, Reply.NO_ANSWER, Reply.STILL_NO


def test_what_counts_as_an_ask_and_what_came_of_it() -> None:
    for replies, outcome, won_after, expected in (
        ([], Outcome.OPEN, None, ()),
        ([], Outcome.LET_GO, None, ()),
        ([], Outcome.WON, 41, ((41, True),)),
        ([(30, _REACHED)], Outcome.OPEN, None, ()),
        ([(30, _REACHED), (37, _NO)], Outcome.OPEN, None, ((30, False),)),
        ([(30, _NO)], Outcome.OPEN, None, ((30, False),)),
        ([(30, _REACHED), (60, _REACHED)], Outcome.OPEN, None, ((30, False),)),
        ([(30, _REACHED), (60, _REACHED)], Outcome.LET_GO, None, ((30, False), (60, False))),
        ([(30, _REACHED), (37, _STILL), (60, _REACHED)], Outcome.WON, 64, ((30, False), (60, True))),
    ):
        assert asks_of(replies, outcome, won_after) == expected
