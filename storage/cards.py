"""A deal's card in the DM: where it stands, and that it is owed until Slack has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage.awake import is_awake
from storage.isolation import standing
from storage.lease import LEASE_TIME
from storage.owner import Owner
from storage.tables import DealRow
from storage.types import UtcDateTime


@dataclass(frozen=True)
class OwedCard:
    """A card that the rep was promised and does not have, after so many failed `attempts`."""

    deal_id: int
    owner: Owner
    attempts: int


_STANDS = standing(
    update(DealRow)
    .where(DealRow.id == bindparam("deal"))
    .values(card_channel=bindparam("dm"), card_ts=bindparam("ts"), card_due_at=None, card_attempts=0)
    .returning(DealRow.id)
    .execution_options(synchronize_session=False)
)


def remember_card(session: Session, deal_id: int, channel: str, ts: str) -> bool:
    """It stands there now, and is owed no more; whether the deal is there still."""
    there = {"deal": deal_id, "dm": channel, "ts": ts}
    return session.scalars(_STANDS, there).first() is not None


def owe_card(session: Session, deal_id: int, due_at: datetime | None, attempts: int = 0) -> None:
    """It is to be posted at `due_at`, or never where that is None."""
    later = {"card_due_at": due_at, "card_attempts": attempts}
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(later))


def claim_owed_cards(session: Session, now: datetime, limit: int) -> Sequence[OwedCard]:
    """The cards that are due and missing, the longest due first; nobody else posts them within the lease.

    None of a workspace that rests.
    """
    due = (
        select(DealRow.id)
        .where(DealRow.card_due_at <= now, is_awake(DealRow.team, now))
        .order_by(DealRow.card_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.execute(
        update(DealRow)
        .where(DealRow.id.in_(due))
        .values(card_due_at=now + LEASE_TIME)
        .returning(DealRow.id, DealRow.team, DealRow.rep, DealRow.card_attempts)
        .execution_options(synchronize_session=False)
    )
    return [OwedCard(row.id, Owner(row.team, row.rep), row.card_attempts) for row in claimed]


_NOW = bindparam("now", type_=UtcDateTime())
_ANY_OWED = select(DealRow.id).where(DealRow.card_due_at <= _NOW, is_awake(DealRow.team, _NOW)).limit(1)


def any_owed(session: Session, now: datetime) -> bool:
    """Asked of a reader, so that a sweep without work takes no writer."""
    return session.scalars(_ANY_OWED, {"now": now}).first() is not None
