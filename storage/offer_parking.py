"""Offers that cannot be sent now are parked, all of a workspace at once, and due again when their rep or it is back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from storage.offer_tables import OfferRow
from storage.offers import change_offers
from storage.owner import Owner, of_owner


def park_offers(session: Session, team: str, failure: str, now: datetime) -> None:
    """Everything that is still to come in a workspace; when it was due is kept."""
    maybe = func.coalesce(OfferRow.unknown_since, OfferRow.claimed_until)
    parked: dict[str, Any] = {"failed_at": now, "failure": failure, "unknown_since": maybe}
    open_ = (OfferRow.team == team) & OfferRow.due_at.is_not(None) & OfferRow.failed_at.is_(None)
    change_offers(session, open_, **parked, claimed_until=None, claimed_by=None)


def unpark_offers_of(session: Session, team: str, unless: Collection[str], now: datetime) -> None:
    """What is parked in a workspace is due again, but for the failures in `unless`."""
    _unpark(session, (OfferRow.team == team) & OfferRow.failure.not_in(unless), now)


def unpark_offers(session: Session, owner: Owner, now: datetime, only: Collection[str] | None = None) -> None:
    """The same for a rep who is here again."""
    mine = of_owner(OfferRow, owner)
    _unpark(session, mine if only is None else mine & OfferRow.failure.in_(only), now)


def parked_offers(session: Session) -> Mapping[str, int]:
    """How many offers of everybody are parked, by the name of why."""
    query = select(OfferRow.failure, func.count()).where(OfferRow.failed_at.is_not(None))
    return {name or "unknown": count for name, count in session.execute(query.group_by(OfferRow.failure))}


def _unpark(session: Session, whose: ColumnElement[bool], now: datetime) -> None:
    due_at = case((OfferRow.due_at < now, now), else_=OfferRow.due_at)
    woken = {"due_at": due_at, "attempts": 0, "failed_at": None, "failure": None}
    change_offers(session, whose & OfferRow.failed_at.is_not(None), **woken)
