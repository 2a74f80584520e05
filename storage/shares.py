"""Lessons a rep has shared, so that they can be withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.owner import Owner
from storage.tables import DealRow, ShareRow


@dataclass(frozen=True)
class Share:
    """A lesson's message in a channel."""

    id: int
    deal_id: int
    at: datetime
    channel: str
    message_ts: str


def remember_share(session: Session, deal_id: int, channel: str, ts: str, now: datetime) -> None:
    session.add(ShareRow(deal_id=deal_id, at=now, channel=channel, message_ts=ts))


def shares_of(session: Session, owner: Owner, deal_id: int) -> Sequence[Share]:
    """What of this deal is still shared, oldest first."""
    query = (
        select(ShareRow)
        .join(DealRow, DealRow.id == ShareRow.deal_id)
        .where(DealRow.team == owner.team, DealRow.rep == owner.rep, DealRow.id == deal_id)
        .where(ShareRow.withdrawn_at.is_(None))
        .order_by(ShareRow.id)
    )
    return [Share(row.id, row.deal_id, row.at, row.channel, row.message_ts) for row in session.scalars(query)]


def withdraw_share(session: Session, share_id: int, now: datetime) -> None:
    session.execute(update(ShareRow).where(ShareRow.id == share_id).values(withdrawn_at=now))
