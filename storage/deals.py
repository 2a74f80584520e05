"""Lost deals: found by their owner only."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, select
from sqlalchemy.orm import Session, joinedload

from coaching.deal import LostDeal
from storage.deal_record import DealRecord, prospect_key
from storage.handover_tables import HandOverRow
from storage.imports import delete_imports
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.offers import delete_offers
from storage.outbox import empty_outbox
from storage.owner import Owner, of_owner
from storage.records import SENT, deal_of
from storage.reps import Rep, reps_of
from storage.tables import DealRow, DraftRow, NudgeRow, PauseRow, ReplyRow, RepRow
from storage.whole_deals import complete
from storage.workflow_steps import leave_steps

Q = TypeVar("Q")

_STILL_THEIRS = DealRow.won_back_at.is_(None) & DealRow.handed_over_at.is_(None)
_SAME_PROSPECT = (DealRow.prospect_key == bindparam("prospect")) & _STILL_THEIRS
# Debriefs are one or two, and come with their deal; what else hangs on it may be many, and would multiply each other.
_DEBRIEFED = joinedload(DealRow.debriefs)
# Of a single deal the notes come along as well: a few, times one or two.
_NOTED = (_DEBRIEFED, joinedload(DealRow.notes))


class _Asked(NamedTuple):
    """The statement that finds a single deal, and the same that keeps it for this transaction."""

    plain: Select[Any]
    locked: Select[Any]


def _asked(which: ColumnElement[bool]) -> _Asked:
    query = select(DealRow).where(of_given(DealRow), which).options(*_NOTED)
    return _Asked(standing(query), standing(query.with_for_update(of=DealRow)))


_SENT_TO_THEM = select(NudgeRow.deal_id).where(NudgeRow.id == bindparam("nudge"), NudgeRow.status == SENT)
_REPLIED = select(ReplyRow.deal_id).where(ReplyRow.id == bindparam("reply"))

_BY_ID = _asked(DealRow.id == bindparam("deal"))
_BY_NUDGE = _asked(DealRow.id == _SENT_TO_THEM.scalar_subquery())
_BY_REPLY = _asked(DealRow.id == _REPLIED.scalar_subquery())
_BY_PROSPECT = _asked(_SAME_PROSPECT)
_KNOWN = standing(select(DealRow.id).where(of_given(DealRow), _SAME_PROSPECT))

_THESE = DealRow.id.in_(bindparam("deals", expanding=True))
_WITH_REPS = (
    select(DealRow, RepRow, PauseRow)
    .outerjoin(RepRow, (RepRow.team == DealRow.team) & (RepRow.rep == DealRow.rep))
    .outerjoin(PauseRow, (PauseRow.team == DealRow.team) & (PauseRow.rep == DealRow.rep))
    .order_by(PauseRow.id)
)
_ONE_WITH_REP = standing(_WITH_REPS.where(DealRow.id == bindparam("deal")).options(*_NOTED))
_MANY_WITH_REPS = standing(_WITH_REPS.where(_THESE).options(_DEBRIEFED))
_ONE = standing(select(DealRow).where(DealRow.id == bindparam("deal")).options(*_NOTED))
_MANY = standing(select(DealRow).where(_THESE).options(_DEBRIEFED))

_THEIRS = select(DealRow).where(of_given(DealRow)).options(_DEBRIEFED)
_NEWEST = standing(_THEIRS.order_by(DealRow.id.desc()).limit(bindparam("most")))
_OPEN = standing(_THEIRS.where(_STILL_THEIRS, DealRow.let_go_at.is_(None)).order_by(DealRow.id))


def find_deal(session: Session, owner: Owner, deal_id: int) -> LostDeal | None:
    record = find_record(session, owner, deal_id)
    return record.deal if record else None


def find_record(session: Session, owner: Owner, deal_id: int, lock: bool = False) -> DealRecord | None:
    """The owner's deal; with `lock`, nobody else changes it before this transaction ends."""
    return _one(session, _BY_ID, given(owner, deal=deal_id), lock)


def record_of_nudge(session: Session, owner: Owner, nudge_id: int, lock: bool) -> DealRecord | None:
    """The deal that a nudge which reached the rep was about."""
    return _one(session, _BY_NUDGE, given(owner, nudge=nudge_id), lock)


def record_of_reply(session: Session, owner: Owner, reply_id: int, lock: bool) -> DealRecord | None:
    return _one(session, _BY_REPLY, given(owner, reply=reply_id), lock)


def find_by_prospect(session: Session, owner: Owner, prospect: str, lock: bool = False) -> DealRecord | None:
    """The deal that a further no of this prospect joins: the one neither won back nor handed over."""
    return _one(session, _BY_PROSPECT, given(owner, prospect=prospect_key(prospect)), lock)


def is_known(session: Session, owner: Owner, prospect: str) -> int | None:
    """The id of the deal that a further no of this prospect joins, where nothing more is asked of it."""
    return session.scalars(_KNOWN, given(owner, prospect=prospect_key(prospect))).one_or_none()


def find_records(session: Session, deal_ids: Collection[int]) -> dict[int, DealRecord]:
    """Those that are there, by their ids, in as many statements as for one."""
    if not deal_ids:
        return {}
    query, these = _these(_ONE, _MANY, deal_ids)
    rows = session.scalars(query, these).unique().all()
    complete(session, rows)
    return {row.id: DealRecord(session, row) for row in rows}


def find_with_reps(
    session: Session, deal_ids: Collection[int]
) -> tuple[dict[int, DealRecord], dict[Owner, Rep]]:
    """The same with the reps they belong to, as far as these are known, in no more statements."""
    query, these = _these(_ONE_WITH_REP, _MANY_WITH_REPS, deal_ids)
    rows = session.execute(query, these).unique().all()
    complete(session, [deal for deal, _, _ in rows])
    known = [(rep, pause) for _, rep, pause in rows if rep]
    return {deal.id: DealRecord(session, deal) for deal, _, _ in rows}, reps_of(known)


def list_deals(session: Session, owner: Owner, limit: int) -> Sequence[LostDeal]:
    """The newest lost deals first."""
    return _list(session, _NEWEST, given(owner, most=limit))


def open_deals(session: Session, owner: Owner) -> Sequence[LostDeal]:
    """Those that are open or wait for the rep, oldest first."""
    return _list(session, _OPEN, given(owner))


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


def _one(session: Session, asked: _Asked, values: Mapping[str, Any], lock: bool) -> DealRecord | None:
    row = session.scalars(asked.locked if lock else asked.plain, values).unique().one_or_none()
    if row is None:
        return None
    complete(session, [row])
    return DealRecord(session, row)


def _these(one: Q, many: Q, deal_ids: Collection[int]) -> tuple[Q, Mapping[str, Any]]:
    """The statement for so many, and its parameters."""
    if len(deal_ids) == 1:
        return one, {"deal": next(iter(deal_ids))}
    return many, {"deals": list(deal_ids)}


def _list(session: Session, query: Select[Any], values: Mapping[str, Any]) -> Sequence[LostDeal]:
    rows = session.scalars(query, values).unique().all()
    complete(session, rows)
    return [deal_of(row) for row in rows]
