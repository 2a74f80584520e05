"""The note at the end of a rep's week: who wants one, whose is due, and what the week came to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from coaching.deal import Source
from coaching.kinds import Kind
from storage.awake import is_awake
from storage.lease import claim_rows
from storage.owner import Owner, of_owner
from storage.tables import DealRow, DebriefRow, WeekNoteRow
from storage.types import UtcDateTime
from storage.upsert import insert_into

_NOTES: Any = WeekNoteRow.__table__
_A_NO = (Source.DEBRIEF, Source.STILL_NO)


@dataclass(frozen=True)
class WeekNote:
    """A note that a rep asked for, after so many tries in vain; what came before `told_until` is settled.

    `due_at` is when the claim runs out under which it was read.
    """

    owner: Owner
    attempts: int
    told_until: datetime | None
    due_at: datetime | None = None


def want_week_note(session: Session, owner: Owner, due_at: datetime) -> None:
    """The next one comes at `due_at`; two processes may say so at once."""
    insert = insert_into(session, _NOTES).values(team=owner.team, rep=owner.rep, due_at=due_at)
    same = insert.on_conflict_do_update(index_elements=[_NOTES.c.team, _NOTES.c.rep], set_={"due_at": due_at})
    session.connection().execute(same)
    session.expire_all()


def want_no_week_note(session: Session, owner: Owner) -> None:
    mine = of_owner(WeekNoteRow, owner)
    session.execute(delete(WeekNoteRow).where(mine))


def find_week_note(session: Session, owner: Owner) -> WeekNote | None:
    """None for whoever did not ask for one."""
    row = session.get(WeekNoteRow, (owner.team, owner.rep))
    return _note(row) if row else None


def put_week_note_off(session: Session, owner: Owner, due_at: datetime, attempts: int) -> None:
    """Nothing where the rep has stopped it meanwhile."""
    mine = of_owner(WeekNoteRow, owner)
    session.execute(update(WeekNoteRow).where(mine).values(due_at=due_at, attempts=attempts))


def give_week_note_back(session: Session, note: WeekNote, now: datetime) -> None:
    """It was claimed and not sent: anybody may claim it at once. Nothing where somebody has done so already."""
    mine = of_owner(WeekNoteRow, note.owner) & (WeekNoteRow.due_at == note.due_at)
    session.execute(update(WeekNoteRow).where(mine).values(due_at=now, attempts=note.attempts))


def settle_week_note(session: Session, owner: Owner, told_until: datetime, due_at: datetime) -> None:
    """The week that ended then is told of, or was quiet; the next note is due later."""
    mine = of_owner(WeekNoteRow, owner)
    settled = {"told_until": told_until, "due_at": due_at, "attempts": 0}
    session.execute(update(WeekNoteRow).where(mine).values(settled))


_NOW = bindparam("now", type_=UtcDateTime())
_ANY_DUE = (
    select(WeekNoteRow.rep).where(WeekNoteRow.due_at <= _NOW, is_awake(WeekNoteRow.team, _NOW)).limit(1)
)


def any_week_note_due(session: Session, now: datetime) -> bool:
    """Asked of a reader, so that a sweep without work takes no writer."""
    return session.scalars(_ANY_DUE, {"now": now}).first() is not None


def claim_week_notes(session: Session, now: datetime, limit: int) -> Sequence[WeekNote]:
    """The longest due first; nobody else sends them within the lease."""
    return claim_rows(session, WeekNoteRow, now, limit, _note)


def noes_since(session: Session, owner: Owner, since: datetime) -> Mapping[Kind, int]:
    """The noes heard since then by their kind as it was last corrected, undone ones left out."""
    heard = select(DebriefRow.deal_id).where(
        DebriefRow.at > since, DebriefRow.source.in_(_A_NO), DebriefRow.undone_at.is_(None)
    )
    query = (
        select(DebriefRow.id, DebriefRow.corrects, DebriefRow.kind, DebriefRow.at, DebriefRow.source)
        .join(DealRow, DealRow.id == DebriefRow.deal_id)
        .where(of_owner(DealRow, owner))
        .where(DebriefRow.deal_id.in_(heard), DebriefRow.undone_at.is_(None))
        .order_by(DebriefRow.id)
    )
    roots: dict[int, int] = {}
    kinds: dict[int, Kind] = {}
    for row_id, corrects, kind, at, source in session.execute(query):
        root = roots[row_id] = roots.get(corrects, row_id) if corrects else row_id
        if root in kinds or (root == row_id and source in _A_NO and at > since):
            kinds[root] = kind
    return Counter(kinds.values())


def ends_since(session: Session, owner: Owner, since: datetime) -> tuple[int, int]:
    """How many lost deals were let go since then, and how many won back."""
    ended = (DealRow.let_go_at > since) | (DealRow.won_back_at > since)
    mine = of_owner(DealRow, owner)
    found = session.scalars(select(DealRow.won_back_at).where(mine, ended)).all()
    won_back = sum(at is not None for at in found)
    return len(found) - won_back, won_back


def _note(row: WeekNoteRow) -> WeekNote:
    return WeekNote(Owner(row.team, row.rep), row.attempts, row.told_until, row.due_at)
