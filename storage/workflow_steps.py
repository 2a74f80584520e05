"""Runs of the workflow step: each is noted once, waits for its offer, and ends once, through the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, true, update
from sqlalchemy.orm import Session

from storage.offer_tables import OfferRow
from storage.outbox import put_step_end
from storage.outbox_tables import OutboxRow
from storage.owner import Owner, of_owner
from storage.records import PENDING
from storage.step_tables import WorkflowStepRow
from storage.upsert import insert_into

_STEPS: Any = WorkflowStepRow.__table__


@dataclass(frozen=True)
class WaitingStep:
    """A run that has not ended."""

    owner: Owner
    execution_id: str


def knows_step(session: Session, owner: Owner, execution_id: str) -> bool:
    """Whether this run was taken before; it may have gone to another rep of the workspace with its offer.

    Past the mapped classes for that, and names the workspace itself.
    """
    same = (_STEPS.c.team == owner.team) & (_STEPS.c.execution_id == execution_id)
    return session.connection().execute(select(_STEPS.c.id).where(same)).first() is not None


def begin_step(
    session: Session, owner: Owner, execution_id: str, offer_id: int, deadline: datetime, now: datetime
) -> bool:
    """Notes the run; whether it is the first time.

    Runs that wait for the same offer go with it: it may have been another rep's until now. That is past the mapped
    classes, and names the workspace itself.
    """
    told = {"team": owner.team, "rep": owner.rep, "execution_id": execution_id, "offer_id": offer_id}
    made = insert_into(session, _STEPS).values(**told, began_at=now, deadline=deadline)
    made = made.on_conflict_do_nothing(index_elements=["team", "execution_id"]).returning(_STEPS.c.id)
    if session.connection().execute(made).first() is None:
        return False
    same = (_STEPS.c.team == owner.team) & (_STEPS.c.offer_id == offer_id) & _STEPS.c.ended_at.is_(None)
    session.connection().execute(update(_STEPS).where(same).values(rep=owner.rep))
    session.expire_all()
    return True


def end_steps(
    session: Session,
    owner: Owner,
    now: datetime,
    *,
    offer_id: int | None = None,
    execution_id: str | None = None,
    outputs: Mapping[str, str] | None = None,
    error: str | None = None,
) -> int:
    """Ends the owner's runs that wait for an offer, or the one run: with outputs, or with a sentence. How many."""
    which = (WorkflowStepRow.offer_id == offer_id) | (WorkflowStepRow.execution_id == execution_id)
    return _end(session, owner, which, now, outputs, error)


def end_all_steps(session: Session, owner: Owner, now: datetime, error: str) -> int:
    """All of the owner's that wait fail with that sentence. How many."""
    return _end(session, owner, true(), now, None, error)


def _end(
    session: Session,
    owner: Owner,
    which: ColumnElement[bool],
    now: datetime,
    outputs: Mapping[str, str] | None,
    error: str | None,
) -> int:
    waiting = of_owner(WorkflowStepRow, owner) & which & WorkflowStepRow.ended_at.is_(None)
    ended = session.scalars(
        update(WorkflowStepRow)
        .where(waiting)
        .values(ended_at=now)
        .returning(WorkflowStepRow.execution_id)
        .execution_options(synchronize_session=False)
    ).all()
    for run in ended:
        put_step_end(session, owner, run, now, outputs=outputs, error=error)
    return len(ended)


def steps_in_vain(session: Session, now: datetime, limit: int) -> Sequence[tuple[WaitingStep, bool]]:
    """Everybody's runs whose time is over, or whose offer is gone (then True), oldest first."""
    gone = ~exists().where(OfferRow.id == WorkflowStepRow.offer_id)
    over = WorkflowStepRow.ended_at.is_(None) & ((WorkflowStepRow.deadline <= now) | gone)
    query = select(WorkflowStepRow, gone).where(over).order_by(WorkflowStepRow.deadline).limit(limit)
    return [
        (WaitingStep(Owner(row.team, row.rep), row.execution_id), bool(is_gone))
        for row, is_gone in session.execute(query)
    ]


def any_to_forget(session: Session, before: datetime) -> bool:
    """Whether there is anything for `forget_ended_steps`: most of the time there is not."""
    return session.scalars(select(WorkflowStepRow.id).where(_is_over(before)).limit(1)).first() is not None


def forget_ended_steps(session: Session, before: datetime) -> None:
    """Those that ended before then, of which Slack sends nothing again; and at once those whose offer is gone."""
    over = delete(WorkflowStepRow).where(_is_over(before))
    session.execute(over.execution_options(synchronize_session=False))


def leave_steps(session: Session, owner: Owner) -> None:
    """The owner's go with all else of theirs, before the outbox is emptied.

    What still waits, or whose end Slack has not taken yet, is ended by the clock, and then goes as well.
    """
    mine = of_owner(WorkflowStepRow, owner)
    same = (OutboxRow.team == WorkflowStepRow.team) & (OutboxRow.execution_id == WorkflowStepRow.execution_id)
    untold = exists().where(same, OutboxRow.status == PENDING)
    again = update(WorkflowStepRow).where(mine, untold).values(ended_at=None)
    session.execute(again.execution_options(synchronize_session=False))
    session.execute(delete(WorkflowStepRow).where(mine, WorkflowStepRow.ended_at.is_not(None)))


def forget_steps(session: Session, team: str) -> None:
    session.execute(delete(WorkflowStepRow).where(WorkflowStepRow.team == team))


def move_steps(session: Session, team: str, org: str) -> None:
    """They go along into the organisation; Slack's ids are nobody else's."""
    session.execute(update(WorkflowStepRow).where(WorkflowStepRow.team == team).values(team=org))


def _is_over(before: datetime) -> ColumnElement[bool]:
    gone = ~exists().where(OfferRow.id == WorkflowStepRow.offer_id)
    return WorkflowStepRow.ended_at.is_not(None) & ((WorkflowStepRow.ended_at < before) | gone)
