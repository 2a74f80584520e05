"""Lessons a rep has shared, so that each is posted once and can be withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coaching.kinds import Kind
from storage.leftovers import Place
from storage.owner import Owner, of_owner
from storage.tables import DealRow, ShareRow


@dataclass(frozen=True)
class Share:
    """A lesson's message in a channel."""

    id: int
    deal_id: int
    at: datetime
    channel: str
    message_ts: str
    noted: tuple[str, str] | None = None
    """Channel and ts of the team's weekly note that it stands in, if it does."""

    @property
    def messages(self) -> Sequence[tuple[str, str]]:
        """Channel and ts of all messages that it stands in."""
        return [(self.channel, self.message_ts), *([self.noted] if self.noted else [])]


def begin_share(
    session: Session, deal_id: int, channel: str, asked_in: str, now: datetime, lesson: str, kind: Kind
) -> int | None:
    """The share's id; None when this preview has been posted, or is being posted, already."""
    same = select(ShareRow.id).where(ShareRow.asked_in == asked_in)
    if session.scalars(same).one_or_none() is not None:
        return None
    row = ShareRow(deal_id=deal_id, at=now, channel=channel, asked_in=asked_in, lesson=lesson, kind=kind)
    session.add(row)
    session.flush()
    return row.id


def is_posted(session: Session, asked_in: str) -> bool:
    """Whether what was asked for in this preview stands in its channel."""
    posted = select(ShareRow.id).where(ShareRow.asked_in == asked_in, ShareRow.message_ts.is_not(None))
    return session.scalars(posted).first() is not None


def mark_shared(session: Session, share_id: int, ts: str) -> bool:
    """It stands there now; False where its deal was deleted meanwhile: then it must not."""
    done = update(ShareRow).where(ShareRow.id == share_id).values(message_ts=ts)
    return session.execute(done.returning(ShareRow.id)).first() is not None


def drop_share(session: Session, share_id: int) -> None:
    """It could not be posted."""
    session.execute(delete(ShareRow).where(ShareRow.id == share_id))


def shares_of(session: Session, owner: Owner, deal_id: int) -> Sequence[Share]:
    """What of this deal is still shared, oldest first."""
    return _shares(session, owner, deal_id=deal_id)


def find_share(session: Session, owner: Owner, share_id: int) -> Share | None:
    return next(iter(_shares(session, owner, share_id=share_id)), None)


def withdraw_share(session: Session, share_id: int, now: datetime) -> Place | None:
    """From now on no note quotes it; where the one stands that does by now."""
    done = update(ShareRow).where(ShareRow.id == share_id).values(withdrawn_at=now)
    row = session.execute(done.returning(ShareRow.noted_channel, ShareRow.noted_ts)).first()
    return (row[0], row[1]) if row and row[0] and row[1] else None


def _shares(
    session: Session, owner: Owner, deal_id: int | None = None, share_id: int | None = None
) -> Sequence[Share]:
    query = (
        select(ShareRow)
        .join(DealRow, DealRow.id == ShareRow.deal_id)
        .where(of_owner(DealRow, owner))
        .where(ShareRow.withdrawn_at.is_(None), ShareRow.message_ts.is_not(None))
        .order_by(ShareRow.id)
    )
    if deal_id is not None:
        query = query.where(DealRow.id == deal_id)
    if share_id is not None:
        query = query.where(ShareRow.id == share_id)
    return [
        Share(row.id, row.deal_id, row.at, row.channel, row.message_ts, _noted(row))
        for row in session.scalars(query)
        if row.message_ts
    ]


def _noted(row: ShareRow) -> tuple[str, str] | None:
    return (row.noted_channel, row.noted_ts) if row.noted_channel and row.noted_ts else None
