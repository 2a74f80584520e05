"""The queue of offers' messages: a rep's morning is claimed together, and settled under the claim's own name.

As with nudges a claim is a lease: one who comes too late changes nothing, and what was claimed when a claim ran out
may have been sent, which `unknown_since` tells the next claimer.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.awake import is_awake
from storage.lease import LEASE_TIME, is_free, lease_clock, lease_now
from storage.made_once import made_once
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import Offer, change_offers, offer_of
from storage.owner import Owner, of_owner
from storage.records import PENDING
from storage.tables import NudgeRow
from storage.types import UtcDateTime

MORNING = 40
"""Offers claimed of one rep at a time: more than a morning may show."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DueOffer:
    """An offer this process has claimed; nobody else sends it before the claim ends.

    `is_first` says that its message was never sent, or that the rep asked for it again.
    """

    offer: Offer
    public_id: str
    attempts: int
    unknown_since: datetime | None
    claim: str

    @property
    def id(self) -> int:
        return self.offer.id

    @property
    def is_first(self) -> bool:
        return self.offer.status is not OfferStatus.OFFERED


def due_offer_reps(session: Session, now: datetime, most: int) -> Sequence[Owner]:
    """Up to `most` reps with an offer that is due: each workspace in turn, the longest overdue first.

    Asked of a reader, so that a sweep without work takes no writer.
    """
    told = session.execute(_due_reps(session), {"now": now, "most": most})
    return [Owner(team, rep) for team, rep in told]


@made_once
def _due_reps(session: Session) -> Select[Any]:
    now = bindparam("now", type_=UtcDateTime())
    first = func.min(OfferRow.due_at)
    turn = func.row_number().over(partition_by=OfferRow.team, order_by=first)
    due = (
        select(OfferRow.team, OfferRow.rep, first.label("first"), turn.label("turn"))
        .where(_is_due(session, now), is_awake(OfferRow.team, now))
        .group_by(OfferRow.team, OfferRow.rep)
        .subquery()
    )
    return select(due.c.team, due.c.rep).order_by(due.c.turn, due.c.first).limit(bindparam("most"))


def next_offer_due(session: Session) -> datetime | None:
    """When the next message about an offer of anybody falls due."""
    waits = OfferRow.due_at.is_not(None) & OfferRow.failure.is_(None)
    return session.scalars(select(func.min(OfferRow.due_at)).where(waits)).one()


def claim_offers(session: Session, owner: Owner, now: datetime) -> Sequence[DueOffer]:
    """A rep's morning, in the order to be asked in; what is due beyond it is out of others' way within the lease.

    Nothing while another process is claiming the same rep's.
    """
    if not _take_turn(session, owner):
        return []
    mine, claim = of_owner(OfferRow, owner) & _is_due(session, now), token_hex(8)
    imported = OfferRow.source == OfferSource.IMPORT
    order = (imported, case((imported, OfferRow.lost_on)).nulls_last(), OfferRow.id)
    ids = session.scalars(select(OfferRow.id).where(mine).order_by(*order).limit(MORNING)).all()
    if not ids:
        return []
    ran_out = case((OfferRow.claimed_until.is_not(None), OfferRow.claimed_until))
    claimed = {
        "claimed_until": lease_clock(session, LEASE_TIME),
        "claimed_by": claim,
        "unknown_since": func.coalesce(OfferRow.unknown_since, ran_out),
    }
    # Asked once more of each: it may have been answered since, by a transaction that was waited for.
    held = update(OfferRow).where(mine, OfferRow.id.in_(ids)).values(**claimed).returning(OfferRow.id)
    still = set(session.scalars(held, execution_options={"synchronize_session": False}))
    if len(ids) == MORNING:
        change_offers(session, mine, due_at=now + LEASE_TIME)
    found = _read(session, still, claim, now)
    return [found[offer_id] for offer_id in ids if offer_id in found]


def asked_today(session: Session, owner: Owner, since: datetime, now: datetime) -> tuple[int, int]:
    """How many rows the rep's morning has already, since the day began for them: nudges sent or due, and offers.

    Of these, how many were imported is the second number.
    """
    nudges = of_owner(NudgeRow, owner)
    due = (NudgeRow.status == PENDING) & (NudgeRow.due_at <= now)
    of_nudges = select(func.count()).select_from(NudgeRow).where(nudges, (NudgeRow.sent_at >= since) | due)
    sent = of_owner(OfferRow, owner) & (func.coalesce(OfferRow.reminded_at, OfferRow.sent_at) >= since)
    of_offers = select(func.count()).select_from(OfferRow).where(sent)
    imported = of_offers.where(OfferRow.source == OfferSource.IMPORT)
    parts = (of_nudges.scalar_subquery(), of_offers.scalar_subquery(), imported.scalar_subquery())
    told = session.execute(select(*parts)).one()
    return int(told[0]) + int(told[1]), int(told[2])


def settle_sent(
    session: Session, due: DueOffer, at: datetime, channel: str, ts: str, due_at: datetime
) -> bool:
    """It stands there since `at`, and is due again at `due_at`: its reminder, or its end. Whether the claim held."""
    what: dict[str, Any] = {"status": OfferStatus.OFFERED, "channel": channel, "message_ts": ts}
    what |= {"sent_at": at} if due.is_first else {"reminded_at": at}
    # The next message about it is another one, and is looked for under another name.
    return _settle(session, due, **what, due_at=due_at, attempts=0, unknown_since=None, public_id=uuid4().hex)


def settle_lapsed(session: Session, rows: Sequence[DueOffer]) -> None:
    """The rep did not answer the reminder: nothing more comes."""
    for due in rows:
        _settle(session, due, status=OfferStatus.LAPSED, due_at=None, unknown_since=None)


def put_off(
    session: Session, owner: Owner, rows: Sequence[DueOffer], now: datetime, due_at: datetime
) -> None:
    """These, and all of the rep's that would be due within a lease, wait until `due_at`: no try is counted."""
    if rows:
        mine = OfferRow.id.in_([due.id for due in rows]) & (OfferRow.claimed_by == rows[0].claim)
        change_offers(session, mine, due_at=due_at, claimed_until=None, claimed_by=None)
    others = of_owner(OfferRow, owner) & _is_due(session, now + LEASE_TIME)
    change_offers(session, others, due_at=due_at)


def postpone_offer(session: Session, due: DueOffer, due_at: datetime, failed: bool, unknown: bool) -> bool:
    """Due again at `due_at`. `failed` counts a try; `unknown` says that it may have been sent all the same."""
    since = (due.unknown_since or lease_now(session)) if unknown else None
    return _settle(session, due, due_at=due_at, attempts=due.attempts + failed, unknown_since=since)


def give_back(session: Session, rows: Sequence[DueOffer]) -> None:
    """What was claimed and not touched: anybody may claim it at once."""
    for due in rows:
        _settle(session, due, unknown_since=due.unknown_since)


def park_offer(session: Session, due: DueOffer, now: datetime, failure: str) -> bool:
    """One that can never be sent, with the name of why."""
    return _settle(session, due, failed_at=now, failure=failure[:64])


def _is_due(session: Session, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    due: ColumnElement[bool] = (
        (OfferRow.due_at <= now) & OfferRow.failed_at.is_(None) & is_free(session, OfferRow.claimed_until)
    )
    return due


def _take_turn(session: Session, owner: Owner) -> bool:
    """Whether no other process is claiming this rep's at this moment; SQLite has one writer anyhow."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    name = func.hashtextextended(f"offers/{owner.team}/{owner.rep}", 0)
    return bool(session.execute(select(func.pg_try_advisory_xact_lock(name))).scalar_one())


def _read(session: Session, ids: Collection[int], claim: str, now: datetime) -> Mapping[int, DueOffer]:
    """By their ids. One that cannot be read is parked by the name of why, so that the rep's others are asked about."""
    try:
        rows = session.scalars(select(OfferRow).where(OfferRow.id.in_(ids))).all()
        return {row.id: _due(row, claim) for row in rows}
    except SQLAlchemyError:
        raise
    except Exception as error:
        if len(ids) > 1:
            return {key: due for one in ids for key, due in _read(session, [one], claim, now).items()}
        parked = {"failed_at": now, "failure": type(error).__name__[:64]}
        change_offers(session, OfferRow.id.in_(ids), **parked, claimed_until=None, claimed_by=None)
        about = {"offers": list(ids), "error": type(error).__name__}
        _log.warning("an offer cannot be read, and is parked", extra=about)
        return {}


def _due(row: OfferRow, claim: str) -> DueOffer:
    return DueOffer(offer_of(row), row.public_id, row.attempts, row.unknown_since, claim)


def _settle(session: Session, due: DueOffer, **values: object) -> bool:
    """Changes the row under its claim, and ends the claim; whether the claim still held."""
    mine = (OfferRow.id == due.id) & (OfferRow.claimed_by == due.claim)
    return change_offers(session, mine, claimed_until=None, claimed_by=None, **values) > 0
