"""When a rep's note of the week comes, by their present clock, if they asked for one."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching.week import end_of_next_week
from handlers.slack.context import Services
from storage.owner import Owner
from storage.week_notes import WeekNote, find_week_note, want_no_week_note, want_week_note


def choose_week_note(services: Services, session: Session, owner: Owner, wanted: bool) -> None:
    """As the rep set it; one that is wanted already comes by their present clock."""
    if not wanted:
        want_no_week_note(session, owner)
    elif kept := find_week_note(session, owner):
        want_week_note(session, owner, next_week_note(services, session, kept))
    else:
        new = WeekNote(owner, 0, None)
        want_week_note(session, owner, next_week_note(services, session, new, services.now()))


def move_week_note(services: Services, session: Session, owner: Owner) -> None:
    """To the present clock of a rep whose zone has changed."""
    if find_week_note(session, owner):
        choose_week_note(services, session, owner, wanted=True)


def next_week_note(
    services: Services, session: Session, note: WeekNote, after: datetime | None = None
) -> datetime:
    """The first moment for one after `after`, in UTC; else one whose window is still open may be past."""
    times, numbers = services.times(session, note.owner), services.policy_for(note.owner).numbers
    since = after or services.now() - numbers.send_window
    return end_of_next_week(note.told_until, since, times.zone, times.week, numbers.week_note_time)
