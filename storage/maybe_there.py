"""What may stand in a DM without our knowing: messages that were tried, and of which nobody heard how that ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coaching.hand_over import Told
from storage.handover_tables import HandOverMessageRow
from storage.offer_tables import OfferRow
from storage.owner import Owner, of_owner
from storage.records import SENT
from storage.tables import DealRow, NudgeRow

Handed = tuple[Told, int]
"""Which of the messages of a hand-over."""


@dataclass(frozen=True)
class MaybeThere:
    """By what each is known again: nudges and offers by the public ids they carry, cards by their deals.

    `since` is when the oldest try was made of a message that carries an id; a claim that holds ends in the future.
    """

    nudges: Collection[str] = ()
    offers: Collection[str] = ()
    since: datetime | None = None
    cards: Collection[int] = ()
    handed: Mapping[Owner, Collection[Handed]] = field(default_factory=dict)
    """By in whose DM they would stand."""
    everything: bool = False
    """Whether it is about all that is the owner's."""


def maybe_there(session: Session, owner: Owner, deal_id: int | None = None) -> MaybeThere:
    """Of one deal its nudges and card; of all that are the owner's, their offers and hand-overs as well.

    To be asked before anything is deleted: the rows that tell it go, too.
    """
    nudges = _nudges(session, owner, deal_id)
    cards = _cards(session, owner, deal_id)
    if deal_id is not None:
        return MaybeThere(tuple(nudges), (), _first(nudges), cards)
    offers = _offers(session, owner)
    return MaybeThere(
        tuple(nudges), tuple(offers), _first(nudges | offers), cards, _handed(session, owner), True
    )


def _nudges(session: Session, owner: Owner, deal_id: int | None) -> dict[str, datetime]:
    """The public id of each, and since when it may stand there."""
    since = func.coalesce(NudgeRow.unknown_since, NudgeRow.claimed_until)
    query = select(NudgeRow.public_id, since).where(
        of_owner(NudgeRow, owner), NudgeRow.status != SENT, since.is_not(None)
    )
    if deal_id is not None:
        query = query.where(NudgeRow.deal_id == deal_id)
    return {row[0]: row[1] for row in session.execute(query) if row[0]}


def _offers(session: Session, owner: Owner) -> dict[str, datetime]:
    since = func.coalesce(OfferRow.unknown_since, OfferRow.claimed_until)
    query = select(OfferRow.public_id, since).where(of_owner(OfferRow, owner), since.is_not(None))
    return {row[0]: row[1] for row in session.execute(query)}


def _cards(session: Session, owner: Owner, deal_id: int | None) -> Collection[int]:
    """Of deals whose card is still owed, or was given up."""
    tried = DealRow.card_due_at.is_not(None) | (DealRow.card_attempts > 0)
    query = select(DealRow.id).where(of_owner(DealRow, owner), tried)
    return session.scalars(query if deal_id is None else query.where(DealRow.id == deal_id)).all()


def _handed(session: Session, owner: Owner) -> Mapping[Owner, Collection[Handed]]:
    """What tells of the deals that they hand over, to either, and what they were offered by a colleague."""
    mine = (HandOverMessageRow.from_rep == owner.rep) | (HandOverMessageRow.told == Told.OFFER)
    tried = HandOverMessageRow.ts.is_(None) & (HandOverMessageRow.attempts > 0)
    query = select(HandOverMessageRow).where(HandOverMessageRow.team == owner.team, mine, tried)
    found: dict[Owner, list[Handed]] = {}
    for row in session.scalars(query):
        to = Owner(row.team, row.rep if row.told is Told.OFFER else row.from_rep)
        found.setdefault(to, []).append((row.told, row.hand_over_id))
    return found


def _first(since: Mapping[str, datetime]) -> datetime | None:
    return min(since.values(), default=None)
