"""Offers: a lost deal that came from elsewhere is taken in, waits for its rep, and is settled by their answer.

Whatever way it came: a hook, a workflow step, an imported list. The queue of their messages is `offer_queue`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from coaching.plain_text import web_address
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.owner import Owner, of_owner
from storage.tables import LeftoverRow
from storage.upsert import insert_into

_OFFERS: Any = OfferRow.__table__
_LEFTOVERS: Any = LeftoverRow.__table__
OPEN = (OfferStatus.WAITING, OfferStatus.OFFERED, OfferStatus.LATER)
"""What waits for the rep, or for its message."""


@dataclass(frozen=True)
class LostDeal:
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
        said = self.company is None or self.company.casefold() in self.prospect.casefold()
        return self.prospect if said else f"{self.prospect}, {self.company}"


class TakenAs(StrEnum):
    """What became of a lost deal that was told of."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ALREADY_DEBRIEFED = "already_debriefed"


@dataclass(frozen=True)
class Taken:
    """The offer it is, and whether that changed."""

    offer_id: int
    state: TakenAs


@dataclass(frozen=True)
class Offer:
    """An offer of a rep. `channel` and `message_ts` say where its newest message stands."""

    id: int
    owner: Owner
    source: OfferSource
    deal: LostDeal
    status: OfferStatus
    due_at: datetime | None
    reminded_at: datetime | None
    channel: str | None
    message_ts: str | None
    deal_id: int | None


def take_in(
    session: Session, owner: Owner, source: OfferSource, deal: LostDeal, now: datetime, origin: str = ""
) -> Taken:
    """Takes a lost deal in: new, or the one of that id brought up to date as long as it is not debriefed.

    The id is the `origin`'s own: the same one of another hook, or of another workspace's workflows, is another deal.
    Asked anew only of another rep, to whom it belongs from now on. Past the mapped classes, since the rep it
    belonged to may be another one; it names the workspace itself. The row is held until the transaction ends.
    """
    told, mine = asdict(deal) | {"url": web_address(deal.url)}, uuid4().hex
    first = {
        "team": owner.team,
        "rep": owner.rep,
        "source": source,
        "origin": origin,
        **told,
        "made_at": now,
        "changed_at": now,
    }
    first |= {"status": OfferStatus.WAITING, "due_at": now, "public_id": mine}
    made = insert_into(session, _OFFERS).values(first)
    held = made.on_conflict_do_update(
        index_elements=["team", "source", "origin", "external_id"], set_={"external_id": deal.external_id}
    ).returning(*_OFFERS.c)
    row = session.connection().execute(held).one()
    if row.public_id == mine:
        return Taken(row.id, TakenAs.NEW)
    if row.status is OfferStatus.DEBRIEFED:
        return Taken(row.id, TakenAs.ALREADY_DEBRIEFED)
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    if row.rep != owner.rep:
        changed |= _for_another(session, row, owner, now)
    if not changed:
        return Taken(row.id, TakenAs.UNCHANGED)
    changes = update(_OFFERS).where(_OFFERS.c.id == row.id).values(**changed, changed_at=now)
    session.connection().execute(changes)
    session.expire_all()
    return Taken(row.id, TakenAs.UPDATED)


def standing_of(
    session: Session, team: str, source: OfferSource, external_id: str, origin: str = ""
) -> Taken | None:
    """What a lost deal that was told of is now, without changing anything."""
    told_by = (_OFFERS.c.team == team) & (_OFFERS.c.source == source) & (_OFFERS.c.origin == origin)
    same = told_by & (_OFFERS.c.external_id == external_id)
    row = session.connection().execute(select(_OFFERS.c.id, _OFFERS.c.status).where(same)).one_or_none()
    if row is None:
        return None
    debriefed = row.status is OfferStatus.DEBRIEFED
    return Taken(row.id, TakenAs.ALREADY_DEBRIEFED if debriefed else TakenAs.UNCHANGED)


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
    deal = LostDeal(row.external_id, row.prospect, row.company, row.lost_on, row.reason, row.amount, row.url)
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


def _for_another(session: Session, row: Any, owner: Owner, now: datetime) -> dict[str, Any]:
    """What changes for an offer that belongs to another rep now; its message goes from the first one's DM."""
    if row.channel and row.message_ts:
        left = {"channel": row.channel, "ts": row.message_ts, "due_at": now}
        session.connection().execute(insert(_LEFTOVERS).values(team=row.team, rep=row.rep, **left))
    anew: dict[str, Any] = {"rep": owner.rep, "status": OfferStatus.WAITING, "due_at": now, "attempts": 0}
    anew |= {"public_id": uuid4().hex}
    gone = ("claimed_until", "claimed_by", "unknown_since", "sent_at", "reminded_at", "channel", "message_ts")
    return anew | dict.fromkeys((*gone, "failed_at", "failure", "answered_at"))
