"""What a lost deal is called elsewhere goes along with it: whatever told of it finds it with the colleague."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.leftovers import leave
from storage.offer_tables import OfferRow
from storage.owner import Owner


def pass_offers_on(
    session: Session, by: Owner, deal_id: int, to: str, with_words: bool, now: datetime
) -> None:
    """In the session of whoever hands over. Its messages go from their DM; a reason stays, unless words go along."""
    stand = select(OfferRow.channel, OfferRow.message_ts).where(OfferRow.deal_id == deal_id)
    leave(session, by, [(channel, ts) for channel, ts in session.execute(stand)], now)
    kept = {} if with_words else {"reason": None}
    gone = {"rep": to, "channel": None, "message_ts": None}
    session.execute(update(OfferRow).where(OfferRow.deal_id == deal_id).values(gone | kept))


def receive_offers(session: Session, deal_id: int, new_id: int) -> None:
    """In the colleague's session: they lead to the deal that it became."""
    session.execute(update(OfferRow).where(OfferRow.deal_id == deal_id).values(deal_id=new_id))
