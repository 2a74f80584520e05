"""A team's weekly note tells nothing that the team's page withholds, whatever happened in the team."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from coaching.kinds import Kind
from coaching.team_note import Heard, heard
from coaching.team_numbers import BLOCKS_OF, Period, Released, State, Table
from prompts.team_note import Lesson, team_note
from prompts.team_page import TeamPage, team_modal
from tests.coaching.team.histories import REPS, SHAPES, Debriefs, History, Joins, Week, histories, play
from tests.coaching.team.test_asks_expose_nobody import asked_often
from tests.size import sized
from tests.stories.scenes import words_on
from tests.words import shipped_playbook

PLAYBOOK = shipped_playbook()
LESSON = Lesson("Ask for the no in the first meeting.", Kind.NO_FIT, won=False)
_OF_THE_TEXT = {"90"}
"""Numbers that stand in the note's own words."""
_AGES = (3, 100)
"""Days before the week's Monday: of the last 90 days, and of the 90 before."""
TRIED = settings(max_examples=sized(100, 2000), derandomize=True, deadline=None)


@st.composite
def heard_often(draw: st.DrawFn) -> History:
    """Everybody counts in, and heard few kinds many times in both periods; then come some more."""
    drawn = st.tuples(st.sampled_from(REPS), st.sampled_from(_AGES), st.sampled_from(SHAPES))
    deals = drawn.map(lambda one: Debriefs(*one))
    many, more = draw(st.lists(deals, min_size=40, max_size=80)), draw(st.lists(deals, max_size=30))
    return [[*(Joins(name) for name in REPS), *many], more]


HISTORIES = st.one_of(histories(), asked_often(), heard_often())


def note_of(week: Week, before: Week | None) -> str | None:
    told = heard(week.released, before.released if before else None)
    if told is None:
        return None
    message = team_note(told, LESSON, week.released.week, None, PLAYBOOK)
    return f"{message['text']}\n{words_on(message)}"


def page_of(released: Released) -> str:
    """All that a member is shown, period by period."""
    shown = [TeamPage(True, None, released, period) for period in Period]
    return "\n".join(words_on(team_modal(one, PLAYBOOK)) for one in shown)


def heard_in(history: History) -> list[Heard | None]:
    """Week by week."""
    shown = [week.released for week in play(history)]
    return [heard(week, before) for week, before in zip(shown, [None, *shown], strict=False)]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@pytest.mark.parametrize(
    "wanted",
    [
        lambda weeks: sum(map(bool, weeks)) >= 2,
        lambda weeks: weeks[0] and None in weeks,
        lambda weeks: any(one.before for week in weeks if week for one in week.kinds),
    ],
    ids=["two notes", "a week without one after it", "a number of the 90 days before"],
)
def test_there_are_notes_of_which_to_hold_it(wanted: Callable[[list[Heard | None]], object]) -> None:
    tries = settings(TRIED, max_examples=300, database=None, phases=[Phase.generate])
    find(HISTORIES, lambda history: bool(wanted(heard_in(history))), settings=tries)


@TRIED
@given(HISTORIES)
def test_every_number_of_the_note_stands_on_the_page(history: History) -> None:
    before = None
    for week in play(history):
        if note := note_of(week, before):
            assert numbers(note) - _OF_THE_TEXT <= numbers(page_of(week.released))
        before = week


@TRIED
@given(HISTORIES)
def test_every_kind_of_the_note_is_of_three_people_at_least(history: History) -> None:
    before = None
    for week in play(history):
        if told := heard(week.released, before.released if before else None):
            for one in told.kinds:
                for count, period in ((one.count, Period.LAST), (one.before, Period.BEFORE)):
                    adds = [
                        sum(own.get((Table.KIND, one.kind), (0, 0, 0))[block] for block in BLOCKS_OF[period])
                        for own in week.parts.values()
                    ]
                    assert count is None or (count == sum(adds) and sum(map(bool, adds)) >= 3)
        before = week


@TRIED
@given(HISTORIES)
def test_a_week_that_brings_nothing_new_has_no_note(history: History) -> None:
    before = None
    for week in play(history):
        same = before is not None and before.released.numbers == week.released.numbers
        if week.released.state is not State.NEW or same:
            assert note_of(week, before) is None
        before = week


@TRIED
@given(st.dates(date(2026, 1, 5), date(2030, 1, 1)), st.sampled_from(Kind))
def test_the_question_depends_on_the_week_and_the_kind_alone(week: date, kind: Kind) -> None:
    """Nothing of anybody's deals chooses it but which kind the page shows as the most frequent."""
    numbers_of = {Period.LAST: {Table.KIND: {str(kind): 9}}}
    told = heard(Released(week, State.NEW, week, 5, numbers_of), None)
    assert told is not None
    note = team_note(told, None, week, None, PLAYBOOK)
    words = PLAYBOOK.words
    questions = [words.say(f"team_note.question_{kind}_{turn}") for turn in ("one", "two")]
    assert sum(question in words_on(note) for question in questions) == 1
