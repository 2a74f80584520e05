"""What may stand in a DM without our knowing: messages that were tried, and of which nobody heard how that ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coaching.hand_over import Told
from storage.handover_tables import HandOverMessageRow
from storage.isolation import as_the_other
from storage.offer_tables import OfferRow
from storage.owner import Owner, of_owner
from storage.records import SENT
from storage.reps import find_rep
from storage.sought import Handed, Sought
from storage.tables import DealRow, NudgeRow


def maybe_there(
    session: Session, owner: Owner, channel: str | None, deal_id: int | None = None
) -> Sequence[Sought]:
    """Of one deal its nudges and card; of all that are the owner's, their offers and hand-overs as well.

    One for each look, in the rep's DM `channel` and, about hand-overs, in those of colleagues; none where nothing may
    have come. To be asked before anything is deleted: the rows that tell it go, too.
    """
    nudges, cards = _nudges(session, owner, deal_id), _cards(session, owner, deal_id)
    offers = _offers(session, owner) if deal_id is None else {}
    wanted = []
    if channel and (nudges or offers):
        since = min({**nudges, **offers}.values())
        wanted.append(Sought(channel, tuple(nudges), tuple(offers), since=since, everything=deal_id is None))
    if channel and cards:
        wanted.append(Sought(channel, cards=tuple(cards)))
    handed = _handed(session, owner, channel) if deal_id is None else {}
    return [*wanted, *(Sought(where, handed=tuple(which)) for where, which in handed.items())]


def _nudges(session: Session, owner: Owner, deal_id: int | None) -> Mapping[str, datetime]:
    """The public id of each, and since when it may stand there."""
    since = func.coalesce(NudgeRow.unknown_since, NudgeRow.claimed_until)
    query = select(NudgeRow.public_id, since).where(
        of_owner(NudgeRow, owner), NudgeRow.status != SENT, since.is_not(None)
    )
    if deal_id is not None:
        query = query.where(NudgeRow.deal_id == deal_id)
    return {row[0]: row[1] for row in session.execute(query) if row[0]}


def _offers(session: Session, owner: Owner) -> Mapping[str, datetime]:
    since = func.coalesce(OfferRow.unknown_since, OfferRow.claimed_until)
    query = select(OfferRow.public_id, since).where(of_owner(OfferRow, owner), since.is_not(None))
    return {row[0]: row[1] for row in session.execute(query)}


def _cards(session: Session, owner: Owner, deal_id: int | None) -> Collection[int]:
    """Of deals whose card is still owed, or was given up."""
    tried = DealRow.card_due_at.is_not(None) | (DealRow.card_attempts > 0)
    query = select(DealRow.id).where(of_owner(DealRow, owner), tried)
    return session.scalars(query if deal_id is None else query.where(DealRow.id == deal_id)).all()


def _handed(session: Session, owner: Owner, channel: str | None) -> Mapping[str, Collection[Handed]]:
    """What tells of the deals that they hand over, to either, and what they were offered by a colleague; by the DM."""
    mine = (HandOverMessageRow.from_rep == owner.rep) | (HandOverMessageRow.told == Told.OFFER)
    tried = HandOverMessageRow.ts.is_(None) & (HandOverMessageRow.attempts > 0)
    query = select(HandOverMessageRow).where(HandOverMessageRow.team == owner.team, mine, tried)
    found: dict[str, list[Handed]] = {}
    for row in session.scalars(query).all():
        which, to = (row.told, row.hand_over_id), row.rep if row.told is Told.OFFER else row.from_rep
        if where := channel if to == owner.rep else _dm_of_the_other(session, row):
            found.setdefault(where, []).append(which)
    return found


def _dm_of_the_other(session: Session, row: HandOverMessageRow) -> str | None:
    with as_the_other(session, row) as other:
        rep = find_rep(session, other)
    return rep.dm_channel if rep else None
