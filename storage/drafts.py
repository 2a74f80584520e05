"""Debriefs on their way through the screens, kept so that what was typed outlives the modal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coaching.deal import Source
from coaching.debrief import Draft
from storage.owner import Owner
from storage.tables import DraftRow


@dataclass(frozen=True)
class Kept:
    """A kept draft, and what it is for: a new debrief, or the correction of a deal's answers."""

    id: int
    draft: Draft
    source: Source
    deal_id: int | None
    nudge_id: int | None
    finished_at: datetime | None


def start_draft(
    session: Session,
    owner: Owner,
    draft: Draft,
    now: datetime,
    source: Source = Source.DEBRIEF,
    deal_id: int | None = None,
    nudge_id: int | None = None,
) -> int:
    row = DraftRow(
        team=owner.team,
        rep=owner.rep,
        made_at=now,
        saved_at=now,
        draft=draft,
        source=source,
        deal_id=deal_id,
        nudge_id=nudge_id,
    )
    session.add(row)
    session.flush()
    return row.id


def find_draft(session: Session, owner: Owner, draft_id: int) -> Kept | None:
    row = _row(session, owner, draft_id)
    if row is None:
        return None
    return Kept(row.id, row.draft, row.source, row.deal_id, row.nudge_id, row.finished_at)


def save_draft(session: Session, draft_id: int, draft: Draft, now: datetime) -> None:
    session.execute(update(DraftRow).where(DraftRow.id == draft_id).values(draft=draft, saved_at=now))


def finish_draft(session: Session, draft_id: int, deal_id: int, now: datetime) -> bool:
    """Whether it was still unfinished: a submission that Slack delivers twice is stored once."""
    done = session.execute(
        update(DraftRow)
        .where(DraftRow.id == draft_id, DraftRow.finished_at.is_(None))
        .values(finished_at=now, deal_id=deal_id)
        .returning(DraftRow.id)
    )
    return done.first() is not None


def _row(session: Session, owner: Owner, draft_id: int) -> DraftRow | None:
    mine = (DraftRow.id == draft_id) & (DraftRow.team == owner.team) & (DraftRow.rep == owner.rep)
    return session.scalars(select(DraftRow).where(mine)).one_or_none()
