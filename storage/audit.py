"""The audit trail: who did what with people's data or with the words, and when. Ids and counts, nobody's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.tables import AuditRow


class Event(StrEnum):
    """What was done."""

    EXPORT = "export"
    ERASE = "erase"
    UNINSTALL = "uninstall"
    MOVE = "move"
    """A workspace's data went to the organisation that installed the bot as a whole."""
    IMPORT = "import"
    """Whoever runs the server handed in a list of lost deals for a rep."""
    HAND_OVER = "hand_over"
    """A rep's open deals were offered to a colleague, or one was taken."""
    REKEY = "rekey"
    HOOK = "hook"
    """A hook was added, rotated or removed."""
    PLAYBOOK = "playbook"
    """The bot started with other words or numbers than before."""
    NUMBER = "number"
    """A team took a number of its playbook from its own cases, or undid that."""


class By(StrEnum):
    """Who did it: a rep in Slack, a user of the server's system, Slack by its news, or the bot by the clock."""

    REP = "rep"
    SERVER = "server"
    SLACK = "slack"
    BOT = "bot"


@dataclass(frozen=True)
class Entry:
    """One line of the trail; `team` and `rep` say whose data it was about, None for everybody's.

    `who` is the rep's id or the system user's name, None for Slack and the bot. `details` holds what JSON can hold.
    """

    at: datetime
    what: Event
    by: By
    who: str | None = None
    team: str | None = None
    rep: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record(session: Session, entry: Entry) -> None:
    """Part of the session's transaction: what is undone was not done."""
    session.add(
        AuditRow(
            at=entry.at,
            what=str(entry.what),
            by=str(entry.by),
            who=entry.who,
            team=entry.team,
            rep=entry.rep,
            details=dict(entry.details),
        )
    )


def trail(session: Session, team: str | None = None, rep: str | None = None) -> Iterator[Entry]:
    """Oldest first: all of it, or what was about a workspace or a rep."""
    query = select(AuditRow).order_by(AuditRow.at, AuditRow.id)
    if team:
        query = query.where(AuditRow.team == team)
    if rep:
        query = query.where(AuditRow.rep == rep)
    for row in session.scalars(query):
        yield _entry(row)


def last_playbook(session: Session) -> Entry | None:
    """With what words and numbers the bot last started."""
    row = session.scalars(select(AuditRow).where(AuditRow.id == _newest_playbook())).one_or_none()
    return _entry(row) if row else None


def forget_old_entries(session: Session, before: datetime) -> None:
    """The newest of the playbook stays, since the next start is measured by it; it names nobody."""
    stays = func.coalesce(_newest_playbook(), 0)
    session.execute(delete(AuditRow).where(AuditRow.at < before, AuditRow.id != stays))


def _newest_playbook() -> Any:
    return select(func.max(AuditRow.id)).where(AuditRow.what == Event.PLAYBOOK).scalar_subquery()


def _entry(row: AuditRow) -> Entry:
    return Entry(row.at, Event(row.what), By(row.by), row.who, row.team, row.rep, row.details)
