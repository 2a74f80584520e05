"""Offers: lost deals that came from elsewhere, and wait for their rep.

`offers_in` takes them in, `offer_answers` has what the rep answers, `offer_queue` and `offer_parking` their messages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.owner import Owner, of_owner

OPEN = (OfferStatus.WAITING, OfferStatus.OFFERED, OfferStatus.LATER)
"""What waits for the rep, or for its message."""


@dataclass(frozen=True)
class ReportedDeal:
    """A lost deal as another system knows it, by its own `external_id`.

    `amount` is text that the debrief's value field takes; `reason` goes in as the prospect's words. A `url` that is
    no web address is not kept.
    """

    external_id: str
    prospect: str
    company: str | None = None
    lost_on: date | None = None
    reason: str | None = None
    amount: str | None = None
    url: str | None = None

    @property
    def full_name(self) -> str:
        """The prospect as a rep would write them: with the company, where that is not said already."""
        said = not self.company or _says(self.prospect.casefold(), self.company.casefold())
        return self.prospect if said else f"{self.prospect}, {self.company}"


@dataclass(frozen=True)
class Offer:
    """An offer of a rep. `channel` and `message_ts` say where its newest message stands."""

    id: int
    owner: Owner
    source: OfferSource
    deal: ReportedDeal
    status: OfferStatus
    due_at: datetime | None
    reminded_at: datetime | None
    channel: str | None
    message_ts: str | None
    deal_id: int | None


def find_offer(session: Session, owner: Owner, offer_id: int) -> Offer | None:
    row = session.scalars(
        select(OfferRow).where(of_owner(OfferRow, owner), OfferRow.id == offer_id)
    ).one_or_none()
    return offer_of(row) if row else None


def list_open_offers(session: Session, owner: Owner) -> Sequence[tuple[datetime, Offer]]:
    """All of the owner's that no lost deal was made of, oldest first, and when they came."""
    query = select(OfferRow).where(of_owner(OfferRow, owner), OfferRow.status != OfferStatus.DEBRIEFED)
    return [(row.made_at, offer_of(row)) for row in session.scalars(query.order_by(OfferRow.id))]


def offers_in_message(session: Session, owner: Owner, channel: str, ts: str) -> Sequence[Offer]:
    """The offers whose newest message this is, as they stand in it."""
    same = (OfferRow.channel == channel) & (OfferRow.message_ts == ts)
    rows = session.scalars(select(OfferRow).where(of_owner(OfferRow, owner), same).order_by(OfferRow.id))
    return [offer_of(row) for row in rows]


def delete_offers(session: Session, owner: Owner) -> None:
    session.execute(delete(OfferRow).where(of_owner(OfferRow, owner)))


def forget_offers(session: Session, team: str) -> None:
    session.execute(delete(OfferRow).where(OfferRow.team == team))


def move_offers(session: Session, team: str, org: str) -> None:
    """They go along, each with its origin: what the organisation was told of by another is another lost deal."""
    session.execute(update(OfferRow).where(OfferRow.team == team).values(team=org))


def count_waiting(session: Session) -> Mapping[str, int]:
    """How many offers of everybody wait, by status; those that are parked left out."""
    open_ = OfferRow.status.in_(OPEN) & OfferRow.failure.is_(None)
    query = select(OfferRow.status, func.count()).where(open_).group_by(OfferRow.status)
    return {str(row[0]): row[1] for row in session.execute(query)}


def offer_of(row: OfferRow) -> Offer:
    deal = ReportedDeal(
        row.external_id, row.prospect, row.company, row.lost_on, row.reason, row.amount, row.url
    )
    return Offer(
        row.id,
        Owner(row.team, row.rep),
        row.source,
        deal,
        row.status,
        row.due_at,
        row.reminded_at,
        row.channel,
        row.message_ts,
        row.deal_id,
    )


def change_offers(session: Session, which: ColumnElement[bool], **values: object) -> int:
    """How many rows were changed."""
    changes = update(OfferRow).where(which).values(values).returning(OfferRow.id)
    changed = len(session.execute(changes.execution_options(synchronize_session=False)).all())
    session.expire_all()
    return changed


def _says(text: str, name: str) -> bool:
    """As words of their own: "ING" is not said by "Ingrid"."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
