"""Putting what must reach somebody outside into the outbox, in the transaction of the change that it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.outbox_tables import EventName, OutboxRow, Target
from storage.owner import Owner
from storage.records import PENDING
from storage.upsert import insert_into

_OUTBOX: Any = OutboxRow.__table__


@dataclass(frozen=True)
class Happened:
    """An event about a deal, and what is told of it."""

    deal_id: int
    event: EventName
    data: Mapping[str, Any]


def put_event(
    session: Session, owner: Owner, hook_ids: Sequence[int], happened: Happened, now: datetime
) -> None:
    """A row for each of the hooks."""
    session.add_all(
        OutboxRow(
            public_id=_public_id(),
            team=owner.team,
            rep=owner.rep,
            target=Target.HOOK,
            hook_id=hook_id,
            deal_id=happened.deal_id,
            event=happened.event,
            data=dict(happened.data),
            happened_at=now,
            due_at=now,
            status=PENDING,
        )
        for hook_id in hook_ids
    )
    session.flush()


def put_step_end(
    session: Session,
    owner: Owner,
    execution_id: str,
    now: datetime,
    *,
    outputs: Mapping[str, str] | None = None,
    error: str | None = None,
) -> None:
    """Tells Slack how a step of a workflow ended: with `outputs`, or with an `error` for whoever runs the workflow.

    ValueError unless it is one of the two. The first end that is told holds.
    """
    if (outputs is None) == (error is None):
        raise ValueError("a step ends with outputs, or with an error")
    end = {
        "public_id": _public_id(),
        "team": owner.team,
        "rep": owner.rep,
        "target": Target.STEP,
        "execution_id": execution_id,
        "data": {"error": error} if outputs is None else {"outputs": dict(outputs)},
        "happened_at": now,
        "due_at": now,
        "status": PENDING,
    }
    first = insert_into(session, _OUTBOX).values(end)
    first = first.on_conflict_do_nothing(index_elements=["team", "execution_id"])
    session.connection().execute(first)


def empty_outbox(session: Session, owner: Owner) -> None:
    """Nothing of the rep's is told to anybody any more."""
    mine = (OutboxRow.team == owner.team) & (OutboxRow.rep == owner.rep)
    session.execute(delete(OutboxRow).where(mine))


def empty_outbox_of_team(session: Session, team: str) -> None:
    """The same for a whole workspace."""
    session.execute(delete(OutboxRow).where(OutboxRow.team == team))


def _public_id() -> str:
    return f"msg_{token_hex(16)}"
