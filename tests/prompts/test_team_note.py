"""A team's weekly note tells nothing that the team's page withholds, whatever happened in the team."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coaching.kinds import Kind
from coaching.team_note import heard
from coaching.team_numbers import BLOCKS_OF, Period, Released, State, Table
from prompts.team_note import Lesson, team_note
from prompts.team_page import TeamPage, team_modal
from tests.coaching.team.histories import History, Week, histories, play
from tests.stories.scenes import words_on
from tests.words import shipped_playbook

PLAYBOOK = shipped_playbook()
LESSON = Lesson("Ask for the no in the first meeting.", Kind.NO_FIT, won=False)
_OF_THE_TEXT = {"90"}
"""Numbers that stand in the note's own words."""


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


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@given(histories())
def test_every_number_of_the_note_stands_on_the_page(history: History) -> None:
    before = None
    for week in play(history):
        if note := note_of(week, before):
            assert numbers(note) - _OF_THE_TEXT <= numbers(page_of(week.released))
        before = week


@given(histories())
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


@given(histories())
def test_a_week_that_brings_nothing_new_has_no_note(history: History) -> None:
    before = None
    for week in play(history):
        same = before is not None and before.released.numbers == week.released.numbers
        if week.released.state is not State.NEW or same:
            assert note_of(week, before) is None
        before = week


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
