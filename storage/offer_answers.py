"""What a rep answered to an offer: debriefed, not theirs, later; and an import that is stopped or goes on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import OPEN, Offer, of_owner, offer_of
from storage.owner import Owner


def settle_debriefed(
    session: Session, owner: Owner, offer_id: int, deal_id: int, now: datetime
) -> Offer | None:
    """The offer, debriefed as this lost deal; None when it is gone. One debriefed before stays with its own."""
    row = _held(session, owner, offer_id)
    if row and row.status is not OfferStatus.DEBRIEFED:
        _end(row, OfferStatus.DEBRIEFED, now)
        row.deal_id = deal_id
    return offer_of(row) if row else None


def answer_not_mine(session: Session, owner: Owner, offer_id: int, now: datetime) -> Offer | None:
    """The rep says it is not theirs; what is debriefed already stays so. None when it is gone."""
    row = _held(session, owner, offer_id)
    if row and row.status is not OfferStatus.DEBRIEFED:
        _end(row, OfferStatus.NOT_MINE, now)
    return offer_of(row) if row else None


def answer_later(
    session: Session, owner: Owner, offer_id: int, due_at: datetime, now: datetime
) -> Offer | None:
    """It is asked again at `due_at`, with its reminder before it; nothing for what is answered for good."""
    row = _held(session, owner, offer_id)
    if row and row.status in (*OPEN, OfferStatus.LAPSED):
        _end(row, OfferStatus.LATER, now)
        row.due_at, row.reminded_at, row.public_id = due_at, None, uuid4().hex
    return offer_of(row) if row else None


def stop_offers(session: Session, owner: Owner, external_ids: Sequence[str], now: datetime) -> int:
    """Those of an import's that were not asked about yet are asked about no more; how many."""
    mine = of_owner(owner) & (OfferRow.source == OfferSource.IMPORT) & OfferRow.external_id.in_(external_ids)
    stopped = session.execute(
        update(OfferRow)
        .where(mine, OfferRow.status.in_((OfferStatus.WAITING, OfferStatus.LATER)))
        .values(status=OfferStatus.STOPPED, due_at=None, claimed_until=None, claimed_by=None, answered_at=now)
        .returning(OfferRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(stopped.all())


def resume_offers(session: Session, owner: Owner, external_ids: Sequence[str], now: datetime) -> int:
    """Those that were stopped wait again; how many."""
    mine = of_owner(owner) & (OfferRow.source == OfferSource.IMPORT) & OfferRow.external_id.in_(external_ids)
    resumed = session.execute(
        update(OfferRow)
        .where(mine, OfferRow.status == OfferStatus.STOPPED)
        .values(status=OfferStatus.WAITING, due_at=now, answered_at=None)
        .returning(OfferRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(resumed.all())


def _held(session: Session, owner: Owner, offer_id: int) -> OfferRow | None:
    """As it stands once whoever changes it has ended, so that no claim and no answer is written over unseen."""
    mine = select(OfferRow).where(of_owner(owner), OfferRow.id == offer_id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one_or_none()


def _end(row: OfferRow, status: OfferStatus, now: datetime) -> None:
    """Nothing more is sent for it, also by whoever is about to; where its message stands is kept."""
    row.status, row.answered_at, row.due_at = status, now, None
    row.claimed_until = row.claimed_by = row.unknown_since = row.failed_at = row.failure = None
    row.attempts = 0
