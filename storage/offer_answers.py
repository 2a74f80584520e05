"""What a rep answered to an offer: debriefed, not theirs, later; and an import that is stopped or goes on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import OPEN, Offer, change_offers, offer_of
from storage.owner import Owner, of_owner

AgainAt = Callable[[datetime, bool], datetime]
"""When an offer of this moment is due again; whether that was its first message, or its reminder."""


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
    """Nothing more comes of these of an import's; how many.

    Those whose message is there stay offered, for it can still be answered: of them no due moment is left.
    """
    mine = _imported(owner, external_ids)
    ends: dict[str, Any] = {"due_at": None, "claimed_until": None, "claimed_by": None}
    # Who is sending it just now may get it there: whoever asks again looks for it first.
    ends["unknown_since"] = func.coalesce(OfferRow.unknown_since, OfferRow.claimed_until)
    unasked = OfferRow.status.in_((OfferStatus.WAITING, OfferStatus.LATER))
    asked = (OfferRow.status == OfferStatus.OFFERED) & OfferRow.due_at.is_not(None)
    return change_offers(
        session, mine & unasked, **ends, status=OfferStatus.STOPPED, answered_at=now
    ) + change_offers(session, mine & asked, **ends)


def resume_offers(
    session: Session, owner: Owner, external_ids: Sequence[str], now: datetime, again_at: AgainAt
) -> int:
    """Those that were stopped wait again, and what was asked is brought up when it would have been; how many."""
    mine = _imported(owner, external_ids)
    asked = (OfferRow.status == OfferStatus.OFFERED) & OfferRow.due_at.is_(None)
    rows = session.scalars(select(OfferRow).where(mine & asked).with_for_update()).all()
    for row in rows:
        row.due_at = again_at(row.reminded_at or row.sent_at or now, row.reminded_at is None)
    session.flush()
    stopped = OfferRow.status == OfferStatus.STOPPED
    waits = change_offers(session, mine & stopped, status=OfferStatus.WAITING, due_at=now, answered_at=None)
    return waits + len(rows)


def _imported(owner: Owner, external_ids: Sequence[str]) -> ColumnElement[bool]:
    of_list = (OfferRow.source == OfferSource.IMPORT) & OfferRow.external_id.in_(external_ids)
    return of_owner(OfferRow, owner) & of_list


def _held(session: Session, owner: Owner, offer_id: int) -> OfferRow | None:
    """As it stands once whoever changes it has ended, so that no claim and no answer is written over unseen."""
    mine = select(OfferRow).where(of_owner(OfferRow, owner), OfferRow.id == offer_id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one_or_none()


def _end(row: OfferRow, status: OfferStatus, now: datetime) -> None:
    """Nothing more is sent for it, also by whoever is about to; where its message stands is kept."""
    row.status, row.answered_at, row.due_at = status, now, None
    row.claimed_until = row.claimed_by = row.unknown_since = row.failed_at = row.failure = None
    row.attempts = 0
