"""Lost deals: found by their owner only."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from coaching.deal import LostDeal
from storage.deal_record import DealRecord, prospect_key
from storage.handover_tables import HandOverRow
from storage.imports import delete_imports
from storage.offers import delete_offers
from storage.outbox import empty_outbox
from storage.owner import Owner, of_owner
from storage.records import SENT, deal_of
from storage.reps import Rep, reps_of
from storage.tables import DealRow, DraftRow, NudgeRow, PauseRow, ReplyRow, RepRow
from storage.workflow_steps import leave_steps

_MANY = (
    joinedload(DealRow.debriefs),
    selectinload(DealRow.plans),
    selectinload(DealRow.nudges),
    selectinload(DealRow.replies),
)
# Debriefs are one or two, and come with their deal; the others may be many, and would multiply each other.
_WHOLE = (*_MANY, selectinload(DealRow.notes))
_STILL_THEIRS = DealRow.won_back_at.is_(None) & DealRow.handed_over_at.is_(None)
_ONE = (*_MANY, joinedload(DealRow.notes))
"""Of a single deal the notes come along as well: a few, times one or two."""


def find_deal(session: Session, owner: Owner, deal_id: int) -> LostDeal | None:
    record = find_record(session, owner, deal_id)
    return record.deal if record else None


def find_record(session: Session, owner: Owner, deal_id: int, lock: bool = False) -> DealRecord | None:
    """The owner's deal; with `lock`, nobody else changes it before this transaction ends."""
    return _one(session, owner, DealRow.id == deal_id, lock)


def record_of_nudge(session: Session, owner: Owner, nudge_id: int, lock: bool) -> DealRecord | None:
    """The deal that a nudge which reached the rep was about."""
    about = select(NudgeRow.deal_id).where(NudgeRow.id == nudge_id, NudgeRow.status == SENT)
    return _one(session, owner, DealRow.id == about.scalar_subquery(), lock)


def record_of_reply(session: Session, owner: Owner, reply_id: int, lock: bool) -> DealRecord | None:
    about = select(ReplyRow.deal_id).where(ReplyRow.id == reply_id)
    return _one(session, owner, DealRow.id == about.scalar_subquery(), lock)


def find_by_prospect(session: Session, owner: Owner, prospect: str, lock: bool = False) -> DealRecord | None:
    """The deal that a further no of this prospect joins: the one neither won back nor handed over."""
    same = (DealRow.prospect_key == prospect_key(prospect)) & _STILL_THEIRS
    return _one(session, owner, same, lock)


def is_known(session: Session, owner: Owner, prospect: str) -> int | None:
    """The id of the deal that a further no of this prospect joins, where nothing more is asked of it."""
    same = (DealRow.prospect_key == prospect_key(prospect)) & _STILL_THEIRS
    mine = of_owner(DealRow, owner)
    return session.scalars(select(DealRow.id).where(mine, same)).one_or_none()


def find_records(session: Session, deal_ids: Collection[int]) -> dict[int, DealRecord]:
    """Those that are there, by their ids, in as many statements as for one."""
    if not deal_ids:
        return {}
    whole = _WHOLE if len(deal_ids) > 1 else _ONE
    query = select(DealRow).where(DealRow.id.in_(deal_ids)).options(*whole)
    return {row.id: DealRecord(session, row) for row in session.scalars(query).unique()}


def find_with_reps(
    session: Session, deal_ids: Collection[int]
) -> tuple[dict[int, DealRecord], dict[Owner, Rep]]:
    """The same with the reps they belong to, as far as these are known, in no more statements."""
    theirs = (RepRow.team == DealRow.team) & (RepRow.rep == DealRow.rep)
    paused = (PauseRow.team == DealRow.team) & (PauseRow.rep == DealRow.rep)
    query = (
        select(DealRow, RepRow, PauseRow)
        .outerjoin(RepRow, theirs)
        .outerjoin(PauseRow, paused)
        .where(DealRow.id.in_(deal_ids))
        .order_by(PauseRow.id)
        .options(*(_WHOLE if len(deal_ids) > 1 else _ONE))
    )
    rows = session.execute(query).unique().all()
    known = [(rep, pause) for _, rep, pause in rows if rep]
    return {deal.id: DealRecord(session, deal) for deal, _, _ in rows}, reps_of(known)


def list_deals(session: Session, owner: Owner, limit: int) -> Sequence[LostDeal]:
    """The newest lost deals first."""
    query = (
        select(DealRow)
        .where(of_owner(DealRow, owner))
        .order_by(DealRow.id.desc())
        .limit(limit)
        .options(*_WHOLE)
    )
    return [deal_of(row) for row in session.scalars(query).unique()]


def open_deals(session: Session, owner: Owner) -> Sequence[LostDeal]:
    """Those that are open or wait for the rep, oldest first."""
    still = _STILL_THEIRS & DealRow.let_go_at.is_(None)
    mine = of_owner(DealRow, owner)
    query = select(DealRow).where(mine, still).order_by(DealRow.id).options(*_WHOLE)
    return [deal_of(row) for row in session.scalars(query).unique()]


def count_deals(session: Session, team: str, rep: str | None) -> int:
    """How many lost deals a rep, or a whole workspace, has."""
    query = select(func.count()).select_from(DealRow).where(DealRow.team == team)
    return session.scalar(query.where(DealRow.rep == rep) if rep else query) or 0


def delete_all(session: Session, owner: Owner) -> int:
    """Removes every lost deal of a rep, with what hangs on them, drafts, offers and imports; how many there were."""
    mine = of_owner(DealRow, owner)
    gone = session.execute(delete(DealRow).where(mine).returning(DealRow.id)).all()
    session.execute(delete(DraftRow).where(of_owner(DraftRow, owner)))
    of_both = (HandOverRow.rep == owner.rep) | (HandOverRow.from_rep == owner.rep)
    session.execute(delete(HandOverRow).where(HandOverRow.team == owner.team, of_both))
    delete_offers(session, owner)
    leave_steps(session, owner)
    delete_imports(session, owner)
    empty_outbox(session, owner)
    return len(gone)


def delete_deal(session: Session, owner: Owner, deal_id: int) -> bool:
    """Removes the deal and all that hangs on it; whether there was one."""
    done = session.execute(
        delete(DealRow).where(DealRow.id == deal_id, of_owner(DealRow, owner)).returning(DealRow.id)
    )
    return done.first() is not None


def _one(session: Session, owner: Owner, where: ColumnElement[bool], lock: bool) -> DealRecord | None:
    query = select(DealRow).where(of_owner(DealRow, owner), where)
    if lock:
        query = query.with_for_update(of=DealRow)
    row = session.scalars(query.options(*_ONE)).unique().one_or_none()
    return DealRecord(session, row) if row else None
