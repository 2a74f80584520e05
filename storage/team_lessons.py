"""Lessons that people of a team have shared, for its weekly note: each stands in one note, once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coaching.kinds import Kind
from storage.owner import Owner
from storage.tables import DealRow, RepRow, ShareRow


@dataclass(frozen=True)
class SharedLesson:
    """What somebody shared, and the kind of the no it is about; `won` is whether that deal came back."""

    share_id: int
    text: str
    kind: Kind
    won: bool


def newest_lesson(session: Session, owner: Owner, group: int | None, since: datetime) -> SharedLesson | None:
    """The newest that stands in a channel and in no note yet, by whoever counts in with that team since before."""
    same = (RepRow.team == DealRow.team) & (RepRow.rep == DealRow.rep)
    of_team = (DealRow.team == owner.team) & RepRow.team_group.is_not_distinct_from(group)
    stands = ShareRow.message_ts.is_not(None) & ShareRow.withdrawn_at.is_(None) & ShareRow.noted_ts.is_(None)
    query = (
        select(ShareRow.id, ShareRow.lesson, ShareRow.kind, DealRow.won_back_at)
        .join(DealRow, DealRow.id == ShareRow.deal_id)
        .join(RepRow, same)
        .where(of_team, RepRow.counts_in_at <= ShareRow.at, stands, ShareRow.at >= since)
        .where(ShareRow.lesson.is_not(None), ShareRow.kind.is_not(None))
        .order_by(ShareRow.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None or found[1] is None or found[2] is None:
        return None
    return SharedLesson(found[0], found[1], found[2], found[3] is not None)


def note_lesson(session: Session, share_id: int, channel: str, ts: str) -> bool:
    """It stands in that note; False where it was withdrawn or deleted meanwhile: then it must not."""
    stands = (ShareRow.id == share_id) & ShareRow.withdrawn_at.is_(None)
    done = update(ShareRow).where(stands).values(noted_channel=channel, noted_ts=ts)
    return session.execute(done.returning(ShareRow.id)).first() is not None
