"""Messages about what a rep has deleted, still to be taken back: where they stand, and nothing of what they say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select, true, update
from sqlalchemy.orm import Session

from coaching.hand_over import Told
from storage.handover_tables import HandOverMessageRow
from storage.isolation import is_served
from storage.offer_tables import OfferRow
from storage.owner import Owner, of_owner
from storage.sought import Sought, pack
from storage.tables import DealRow, DraftRow, LeftoverRow, NudgeRow, ShareRow
from storage.types import UtcDateTime

Place = tuple[str, str]
"""The channel and ts of a message."""
Stands = tuple[str | None, str | None]
"""The same; None where it stands nowhere."""


@dataclass(frozen=True)
class Leftover:
    """A message in `channel`, after so many failed `attempts` to delete it. Without a `ts`, what is
    `sought` there, as it was packed."""

    id: int
    owner: Owner
    channel: str
    ts: str
    attempts: int
    sought: Any


def leave_for_taking_back(session: Session, owner: Owner, now: datetime) -> int:
    """Notes where all of the rep's cards, nudges, notes, offers and shared lessons stand, and weekly notes with one.

    So do what they were offered by a colleague, and what tells of the deals that they hand over, to either. The newest
    first; how many.
    """
    mine = of_owner(DealRow, owner)
    cards = select(DealRow.card_channel, DealRow.card_ts).where(mine)
    nudges = select(NudgeRow.channel, NudgeRow.message_ts).where(of_owner(NudgeRow, owner))
    notes = select(DraftRow.note_channel, DraftRow.note_ts).where(of_owner(DraftRow, owner))
    shares = select(ShareRow.channel, ShareRow.message_ts).join(DealRow, DealRow.id == ShareRow.deal_id)
    shares = shares.where(mine, ShareRow.withdrawn_at.is_(None))
    noted = shares.with_only_columns(ShareRow.noted_channel, ShareRow.noted_ts)
    offers = select(OfferRow.channel, OfferRow.message_ts).where(of_owner(OfferRow, owner))
    handed = select(HandOverMessageRow.channel, HandOverMessageRow.ts).where(
        HandOverMessageRow.team == owner.team,
        (HandOverMessageRow.from_rep == owner.rep)
        | ((HandOverMessageRow.rep == owner.rep) & (HandOverMessageRow.told == Told.OFFER)),
    )
    lock_shares(session, owner)
    wanted = (cards, nudges, notes, shares, noted, offers, handed)
    found = {(row[0], row[1]) for query in wanted for row in session.execute(query)}
    newest_first = sorted(found, key=lambda stands: stands[1] or "", reverse=True)
    return len(leave(session, owner, newest_first, now))


def lock_shares(session: Session, owner: Owner, deal_id: int | None = None) -> None:
    """Whoever is noting where one of these lessons stands has noted it before, or finds its deal deleted after.

    That is PostgreSQL's: what another transaction notes at this moment is not read, and would go with the deal.
    """
    mine = of_owner(DealRow, owner) & (DealRow.id == deal_id if deal_id else true())
    theirs = select(ShareRow.id).join(DealRow, DealRow.id == ShareRow.deal_id).where(mine)
    session.execute(theirs.with_for_update(of=ShareRow))


def leave(session: Session, owner: Owner, messages: Iterable[Stands], now: datetime) -> Mapping[Place, int]:
    """These in the rep's DM, or in a channel, are to be taken back in this order; by what id, for those that stand."""
    places = [(channel, ts) for channel, ts in dict.fromkeys(messages) if channel and ts]
    if not places:
        return {}
    left = {"team": owner.team, "rep": owner.rep, "due_at": now}
    noted = insert(LeftoverRow).returning(LeftoverRow.id, sort_by_parameter_order=True)
    rows = [{**left, "channel": channel, "ts": ts} for channel, ts in places]
    return dict(zip(places, session.scalars(noted, rows), strict=True))


def leave_searches(
    session: Session, owner: Owner, wanted: Sequence[Sought], due_at: datetime
) -> Mapping[int, Sought]:
    """What may have come is to be looked for, a row for each look; by its id."""
    mine = {"team": owner.team, "rep": owner.rep, "ts": "", "due_at": due_at}
    rows = [LeftoverRow(**mine, channel=one.channel, sought=pack(one)) for one in wanted]
    session.add_all(rows)
    session.flush()
    return {row.id: one for row, one in zip(rows, wanted, strict=True)}


def settle_leftovers(session: Session, ids: Collection[int]) -> None:
    """These are gone already; what was left of the same messages meanwhile stays."""
    session.execute(delete(LeftoverRow).where(LeftoverRow.id.in_(ids)))


_BEHIND = timedelta(seconds=1)
_DUE = (
    select(LeftoverRow)
    .where(LeftoverRow.due_at <= bindparam("now", type_=UtcDateTime()), is_served(LeftoverRow.team))
    .order_by(LeftoverRow.due_at, LeftoverRow.id)
    .limit(bindparam("most"))
)


def due_leftovers(session: Session, now: datetime, limit: int) -> Sequence[Leftover]:
    """Those to be tried now, the longest due first, and then in the order they were left in."""
    return [
        Leftover(row.id, Owner(row.team, row.rep), row.channel, row.ts, row.attempts, row.sought)
        for row in session.scalars(_DUE, {"now": now, "most": limit})
    ]


def forget_leftover(session: Session, leftover_id: int) -> None:
    """It is gone, or never will be."""
    session.execute(delete(LeftoverRow).where(LeftoverRow.id == leftover_id))


def count_attempt(session: Session, leftover_id: int) -> None:
    """Slack refused it once more."""
    tried = {"attempts": LeftoverRow.attempts + 1}
    session.execute(update(LeftoverRow).where(LeftoverRow.id == leftover_id).values(tried))


def postpone_leftovers(session: Session, failed: Leftover, now: datetime, until: datetime) -> None:
    """All of the workspace's that are due wait as well, and go before the one that failed: it may fail for ever."""
    due = (LeftoverRow.team == failed.owner.team) & (LeftoverRow.due_at <= now)
    behind = case((LeftoverRow.id == failed.id, until + _BEHIND), else_=until)
    session.execute(update(LeftoverRow).where(due).values(due_at=behind))
