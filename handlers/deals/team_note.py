"""A team's weekly note: what it says this week, or that there is nothing to say."""

from collections.abc import Sequence
from datetime import date, timedelta

from coaching.team_note import heard
from coaching.team_numbers import Released
from handlers.slack.context import Services
from prompts.blocks import Message
from prompts.team_note import Lesson, team_note
from storage.owner import EVERYBODY
from storage.team_lessons import SharedLesson, newest_lesson
from storage.team_notes import TeamNote

_LESSONS_OF = timedelta(days=90)


def what_it_says(
    services: Services, note: TeamNote, weeks: Sequence[Released], week: date
) -> tuple[Message, SharedLesson | None] | None:
    """In its chooser's language, with the lesson that it quotes; None in a week with too few.

    `weeks` are the numbers of that week and of the one before.
    """
    released, *earlier = weeks
    numbers = heard(released, next(iter(earlier), None))
    if numbers is None:
        return None
    with services.db.read(EVERYBODY) as session:
        shared = newest_lesson(session, note.owner, note.group, services.now() - _LESSONS_OF)
    lesson = Lesson(shared.text, shared.kind, shared.won) if shared else None
    return team_note(numbers, lesson, week, note.group, services.playbook_for(note.owner)), shared
