"""A lost deal is taken in, whatever way it came: by a hook, a workflow step, or an imported list."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coaching.plain_text import web_address
from storage.leftovers import leave
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import ReportedDeal
from storage.owner import Owner
from storage.upsert import insert_into

_OFFERS: Any = OfferRow.__table__


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


def take_in(
    session: Session, owner: Owner, source: OfferSource, deal: ReportedDeal, now: datetime, origin: str = ""
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
    session: Session, team: str, source: OfferSource, external_id: str, origin: str
) -> Taken | None:
    """What a lost deal that was told of is now, without changing anything."""
    told_by = (_OFFERS.c.team == team) & (_OFFERS.c.source == source) & (_OFFERS.c.origin == origin)
    same = told_by & (_OFFERS.c.external_id == external_id)
    row = session.connection().execute(select(_OFFERS.c.id, _OFFERS.c.status).where(same)).one_or_none()
    if row is None:
        return None
    debriefed = row.status is OfferStatus.DEBRIEFED
    return Taken(row.id, TakenAs.ALREADY_DEBRIEFED if debriefed else TakenAs.UNCHANGED)


def _for_another(session: Session, row: Any, owner: Owner, now: datetime) -> dict[str, Any]:
    """What changes for an offer that belongs to another rep now; its message goes from the first one's DM."""
    leave(session, Owner(row.team, row.rep), [(row.channel, row.message_ts)], now)
    anew: dict[str, Any] = {"rep": owner.rep, "status": OfferStatus.WAITING, "due_at": now, "attempts": 0}
    anew |= {"public_id": uuid4().hex}
    gone = ("claimed_until", "claimed_by", "unknown_since", "sent_at", "reminded_at", "channel", "message_ts")
    return anew | dict.fromkeys((*gone, "failed_at", "failure", "answered_at"))
