"""When a rep's note of the week comes, by their present clock, if they asked for one."""

from datetime import datetime

from sqlalchemy.orm import Session

from coaching.week import end_of_week
from handlers.slack.context import Services
from storage.owner import Owner
from storage.week_notes import want_no_week_note, want_week_note, wants_week_note


def choose_week_note(services: Services, session: Session, owner: Owner, wanted: bool) -> None:
    """As the rep set it; one that is wanted already comes by their present clock."""
    if wanted:
        want_week_note(session, owner, next_week_note(services, session, owner, services.now()))
    else:
        want_no_week_note(session, owner)


def move_week_note(services: Services, session: Session, owner: Owner) -> None:
    """To the present clock of a rep whose zone has changed."""
    if wants_week_note(session, owner):
        choose_week_note(services, session, owner, wanted=True)


def next_week_note(services: Services, session: Session, owner: Owner, after: datetime) -> datetime:
    """The first moment for one after `after`, in UTC."""
    times = services.times(session, owner)
    at = services.policy_for(owner).numbers.week_note_time
    return end_of_week(after, times.zone, times.week, at)
