"""A team's weekly note: which channel it goes to, who chose it, whose is due, and that none comes twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from storage.awake import is_awake
from storage.lease import claim_rows
from storage.owner import Owner
from storage.team_note_tables import TeamNoteRow
from storage.team_tables import WORKSPACE
from storage.types import UtcDateTime
from storage.upsert import insert_into

_NOTES: Any = TeamNoteRow.__table__
_SINCE = "@"
"""Between why a note ended and when, in seconds: what ended before an update has no second part."""
_NONE: Any = {
    "channel": None,
    "chosen_by": None,
    "due_at": None,
    "attempts": 0,
    "sending_since": None,
    "ended_for": None,
}


@dataclass(frozen=True)
class TeamNote:
    """A note that `owner` chose for their team, after so many tries in vain.

    `told_week` is the newest week that is settled. `maybe_sent` is whether an earlier try may have come.
    `ended_for` is why it ended: then nothing is left but to tell them, and `which_end` is this end's own, whatever
    ended before. `due_at` is when the claim runs out under which it was read.
    """

    owner: Owner
    group: int | None
    channel: str
    attempts: int
    told_week: date | None
    maybe_sent: bool
    ended_for: str | None
    which_end: str
    due_at: datetime | None


def choose_note(session: Session, owner: Owner, group: int | None, channel: str, due_at: datetime) -> None:
    """From `due_at` on, in the place of whichever there was; two may choose one at once."""
    chosen = {"channel": channel, "chosen_by": owner.rep, "due_at": due_at}
    fresh = {"attempts": 0, "sending_since": None, "ended_for": None}
    place = {"team": owner.team, "group_id": group or WORKSPACE}
    new = insert_into(session, _NOTES).values(**place, **chosen, **fresh)
    session.connection().execute(new.on_conflict_do_update(index_elements=list(place), set_=chosen | fresh))
    session.expire_all()


def stop_note(session: Session, owner: Owner, group: int | None) -> bool:
    """Anybody's of that team; whether there was one."""
    there = _of(owner.team, group) & TeamNoteRow.channel.is_not(None)
    done = session.execute(update(TeamNoteRow).where(there).values(_NONE).returning(TeamNoteRow.team))
    return done.first() is not None


def stop_notes_chosen_by(session: Session, owner: Owner) -> None:
    """They left the team, or all of theirs is deleted."""
    theirs = (TeamNoteRow.team == owner.team) & (TeamNoteRow.chosen_by == owner.rep)
    session.execute(update(TeamNoteRow).where(theirs).values(_NONE))


def find_note(session: Session, team: str, group: int | None) -> TeamNote | None:
    """None where there is none, or it has ended."""
    query = select(TeamNoteRow).where(_of(team, group), TeamNoteRow.ended_for.is_(None))
    row = session.scalars(query).one_or_none()
    return _note(row) if row and row.channel else None


_NOW = bindparam("now", type_=UtcDateTime())
_ANY_DUE = (
    select(TeamNoteRow.team).where(TeamNoteRow.due_at <= _NOW, is_awake(TeamNoteRow.team, _NOW)).limit(1)
)


def any_team_note_due(session: Session, now: datetime) -> bool:
    """Asked of a reader, so that a sweep without work takes no writer."""
    return session.scalars(_ANY_DUE, {"now": now}).first() is not None


def next_team_note(session: Session) -> datetime | None:
    """When the next one is due, anywhere."""
    return session.scalar(select(func.min(TeamNoteRow.due_at)))


def claim_team_notes(session: Session, now: datetime, limit: int) -> Sequence[TeamNote]:
    """The longest due first; nobody else sends them within the lease."""
    return claim_rows(session, TeamNoteRow, now, limit, _note)


def begin_sending(session: Session, note: TeamNote, now: datetime) -> bool:
    """Whether it is still wanted there, and still this claim's: another process may have sent it since.

    From now on nobody knows whether it came, until it is settled.
    """
    begun = update(TeamNoteRow).where(_same(note)).values(sending_since=now)
    return session.execute(begun.returning(TeamNoteRow.team)).first() is not None


def put_team_note_off(session: Session, note: TeamNote, due_at: datetime, attempts: int) -> None:
    """It did not come, and is tried again then. Nothing where somebody has stopped or claimed it meanwhile."""
    again = {"due_at": due_at, "attempts": attempts, "sending_since": None}
    session.execute(update(TeamNoteRow).where(_same(note)).values(again))


def settle_team_note(session: Session, note: TeamNote, week: date, due_at: datetime) -> None:
    """That week's was posted, or there was nothing to tell: also where somebody has stopped it meanwhile."""
    session.execute(update(TeamNoteRow).where(_of(note.owner.team, note.group)).values(told_week=week))
    put_team_note_off(session, note, due_at, attempts=0)


def end_note(session: Session, note: TeamNote, why: str, now: datetime) -> None:
    """It cannot go there any more; its chooser is to be told."""
    ended = {
        "ended_for": f"{why}{_SINCE}{int(now.timestamp())}",
        "due_at": now,
        "attempts": 0,
        "sending_since": None,
    }
    session.execute(update(TeamNoteRow).where(_same(note)).values(ended))


def forget_note(session: Session, note: TeamNote) -> None:
    """Its chooser was told that it ended, or cannot be."""
    session.execute(update(TeamNoteRow).where(_same(note)).values(_NONE))


def _of(team: str, group: int | None) -> Any:
    return (TeamNoteRow.team == team) & (TeamNoteRow.group == (group or WORKSPACE))


def _same(note: TeamNote) -> Any:
    """As it was claimed: not stopped, not chosen anew, by whomever, and not claimed or settled by anybody else."""
    mine = (TeamNoteRow.chosen_by == note.owner.rep) & (TeamNoteRow.channel == note.channel)
    return _of(note.owner.team, note.group) & mine & (TeamNoteRow.due_at == note.due_at)


def _note(row: TeamNoteRow) -> TeamNote:
    why, _, which_end = (row.ended_for or "").partition(_SINCE)
    return TeamNote(
        Owner(row.team, row.chosen_by or ""),
        row.group or None,
        row.channel or "",
        row.attempts,
        row.told_week,
        row.sending_since is not None,
        why or None,
        which_end,
        row.due_at,
    )
