"""Putting what must reach somebody outside into the outbox, in the transaction of the change that it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Text, cast, delete, exists, literal, select, union_all
from sqlalchemy.orm import Session

from storage.hook_tables import HookRow
from storage.hooks_out import external_id_of, is_on
from storage.outbox_tables import EventName, OutboxRow, Target
from storage.owner import Owner, of_owner
from storage.records import PENDING
from storage.tables import DealRow
from storage.upsert import insert_into

_OUTBOX: Any = OutboxRow.__table__
_WORDS = ("prospect", "words", "lesson")
"""What goes out only where the rep said so."""


@dataclass(frozen=True)
class Happened:
    """An event about a deal, and what is told of it."""

    deal_id: int
    event: EventName
    data: Mapping[str, Any]


def tells_somebody(team: Any) -> ColumnElement[bool]:
    """That a workspace has a hook that goes out: for use within a question that is asked anyway."""
    return exists().where(HookRow.team == team, is_on())


def put_events(session: Session, owner: Owner, happened: Sequence[Happened], now: datetime) -> None:
    """A row for each hook of the workspace that wants to know, in the order in which they happened.

    In one statement, past the mapped classes since it names its owner itself. What the deal is called elsewhere is
    kept with it, so that a repeat says the same whatever becomes of the deal meanwhile.
    """
    if not happened:
        return
    session.flush()
    told = [_rows_of(owner, number, one, now) for number, one in enumerate(happened)]
    both = union_all(*told).subquery()
    ordered = select(*(both.c[name] for name in _PUT)).order_by(both.c.number, both.c.hook_id)
    session.connection().execute(_OUTBOX.insert().from_select(_PUT, ordered))


_PUT = (
    "public_id",
    "team",
    "rep",
    "target",
    "hook_id",
    "deal_id",
    "deal_key",
    "external_id",
    "event",
    "data",
    "happened_at",
    "due_at",
    "status",
    "attempts",
)


def _rows_of(owner: Owner, number: int, one: Happened, now: datetime) -> Select[Any]:
    """As the hooks of the workspace give them."""
    values = {
        "team": owner.team,
        "rep": owner.rep,
        "target": Target.HOOK,
        "deal_id": one.deal_id,
        "event": one.event,
        "data": dict(one.data),
        "happened_at": now,
        "due_at": now,
        "status": PENDING,
        "attempts": 0,
    }
    given = {name: literal(value, _OUTBOX.c[name].type).label(name) for name, value in values.items()}
    public_id = select(DealRow.public_id).where(DealRow.id == one.deal_id).scalar_subquery()
    given["deal_key"] = public_id.label("deal_key")
    given["external_id"] = external_id_of(one.deal_id).label("external_id")
    given["hook_id"] = HookRow.id.label("hook_id")
    given["public_id"] = (f"{_public_id()}_" + cast(HookRow.id, String)).label("public_id")
    wants = cast(HookRow.events, Text).contains(f'"{one.event}"')
    asked = select(*(given[name] for name in _PUT), literal(number).label("number"))
    return asked.where(HookRow.team == owner.team, is_on(), wants)


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


def blank_words(session: Session, owner: Owner) -> None:
    """What is in the rep's own words is told no more: neither by what still waits, nor by what is replayed."""
    mine = of_owner(OutboxRow, owner) & (OutboxRow.target == Target.HOOK)
    query = select(OutboxRow).where(mine).order_by(OutboxRow.id).with_for_update()
    for row in session.scalars(query):
        if any(row.data.get(name) is not None for name in _WORDS):
            row.data = row.data | dict.fromkeys(_WORDS)
    session.flush()


def empty_outbox(session: Session, owner: Owner) -> None:
    """Nothing of the rep's is told to anybody any more."""
    mine = of_owner(OutboxRow, owner)
    session.execute(delete(OutboxRow).where(mine))


def empty_outbox_of_team(session: Session, team: str) -> None:
    """The same for a whole workspace."""
    session.execute(delete(OutboxRow).where(OutboxRow.team == team))


def _public_id() -> str:
    return f"msg_{token_hex(16)}"
