"""The messages about a hand-over: which are due, posted or to be brought up to date, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, case, select, update
from sqlalchemy.orm import Session

from coaching.hand_over import Told
from storage.awake import is_awake
from storage.handover_tables import HandedDealRow, HandOverMessageRow, HandOverRow
from storage.lease import claim_rows
from storage.owner import Owner
from storage.upsert import insert_into

_MESSAGES: Any = HandOverMessageRow.__table__


@dataclass(frozen=True)
class HandOverMessage:
    """A message to `to`, after so many tries in vain; it stands nowhere yet where `ts` is None."""

    id: int
    hand_over_id: int
    told: Told
    to: Owner
    due_at: datetime | None
    attempts: int
    page: int
    channel: str | None
    ts: str | None


def add_message(session: Session, of: HandOverRow, told: Told, now: datetime) -> None:
    """It is due at once; one that was added before stays."""
    row = {"team": of.team, "rep": of.rep, "from_rep": of.from_rep, "hand_over_id": of.id}
    insert = insert_into(session, _MESSAGES).values(row | {"told": told, "due_at": now})
    session.connection().execute(insert.on_conflict_do_nothing())


def bring_up_to_date(session: Session, hand_over_id: int, now: datetime) -> Sequence[Told]:
    """The messages of a hand-over are to say how it stands; which there are."""
    which = (HandOverMessageRow.hand_over_id == hand_over_id) & (HandOverMessageRow.told != Told.ENDED)
    due = update(HandOverMessageRow).where(which).values(due_at=now)
    return session.scalars(due.returning(HandOverMessageRow.told)).all()


def hand_overs_about(session: Session, deal_id: int) -> Sequence[int]:
    """Those that a deal was offered in."""
    return session.scalars(
        select(HandedDealRow.hand_over_id).where(HandedDealRow.offered_id == deal_id)
    ).all()


def turn_page(session: Session, hand_over_id: int, told: Told, page: int) -> None:
    which = (HandOverMessageRow.hand_over_id == hand_over_id) & (HandOverMessageRow.told == told)
    session.execute(update(HandOverMessageRow).where(which).values(page=page))


def messages_of(session: Session, hand_over_id: int) -> Sequence[HandOverMessage]:
    query = select(HandOverMessageRow).where(HandOverMessageRow.hand_over_id == hand_over_id)
    return [_message(row) for row in session.scalars(query.order_by(HandOverMessageRow.id))]


def message_is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    awake = is_awake(HandOverMessageRow.team, now)
    return select(HandOverMessageRow.id).where(HandOverMessageRow.due_at <= now, awake).exists()


def claim_messages(session: Session, now: datetime, limit: int) -> Sequence[HandOverMessage]:
    """The longest due first; nobody else sends them within the lease."""
    return claim_rows(session, HandOverMessageRow, now, limit, _message)


def settle_message(session: Session, one: HandOverMessage, channel: str | None, ts: str | None) -> bool:
    """It stands there, as it was when it was drawn: what became due since stays due. Whether it is there still."""
    same = HandOverMessageRow.due_at == one.due_at
    later = case((same, None), else_=HandOverMessageRow.due_at)
    stands = {"channel": channel, "ts": ts, "attempts": 0, "due_at": later}
    done = session.execute(
        update(HandOverMessageRow)
        .where(HandOverMessageRow.id == one.id)
        .values(stands)
        .returning(HandOverMessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


def put_message_off(session: Session, one: HandOverMessage, due_at: datetime | None, attempts: int) -> None:
    """Later, or where that is None not again before something changes."""
    mine = update(HandOverMessageRow).where(HandOverMessageRow.id == one.id)
    session.execute(mine.values(due_at=due_at, attempts=attempts))


def give_message_back(session: Session, one: HandOverMessage, now: datetime) -> None:
    """It was claimed and not sent: anybody may claim it at once. Nothing where somebody has done so already."""
    mine = (HandOverMessageRow.id == one.id) & (HandOverMessageRow.due_at == one.due_at)
    session.execute(update(HandOverMessageRow).where(mine).values(due_at=now, attempts=one.attempts))


def _message(row: HandOverMessageRow) -> HandOverMessage:
    to = Owner(row.team, row.rep if row.told is Told.OFFER else row.from_rep)
    return HandOverMessage(
        row.id, row.hand_over_id, row.told, to, row.due_at, row.attempts, row.page, row.channel, row.ts
    )
