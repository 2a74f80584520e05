"""What hangs on lost deals, read for all of them together: a statement a table, made once.

SQLAlchemy's own loaders make theirs anew for each deal that is read, which takes longer than the database does.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from storage.isolation import standing
from storage.owned import AboutDeal
from storage.tables import DealRow, NoteRow, NudgeRow, PlanRow, ReplyRow

_TABLES: dict[str, type[AboutDeal]] = {
    "plans": PlanRow,
    "nudges": NudgeRow,
    "replies": ReplyRow,
    "notes": NoteRow,
}
_AT_ONCE = 500
"""Deals that are asked for in one statement: databases take no more than some thousand parameters."""


def _of_one(table: type[AboutDeal]) -> Select[Any]:
    return standing(select(table).where(table.deal_id == bindparam("deal")).order_by(table.id))


def _of_many(table: type[AboutDeal]) -> Select[Any]:
    these = table.deal_id.in_(bindparam("deals", expanding=True))
    return standing(select(table).where(these).order_by(table.id))


_OF_ONE = {name: _of_one(table) for name, table in _TABLES.items()}
_OF_MANY = {name: _of_many(table) for name, table in _TABLES.items()}


def complete(session: Session, deals: Sequence[DealRow]) -> None:
    """Reads the plans, nudges, replies and notes of these deals; what is at hand of them is not read again."""
    for name in _TABLES:
        bare = [deal for deal in deals if name not in deal.__dict__]
        for first in range(0, len(bare), _AT_ONCE):
            _read(session, name, bare[first : first + _AT_ONCE])


def _read(session: Session, name: str, deals: Sequence[DealRow]) -> None:
    found: dict[int, list[Any]] = {deal.id: [] for deal in deals}
    if len(found) == 1:
        rows = session.scalars(_OF_ONE[name], {"deal": deals[0].id})
    else:
        rows = session.scalars(_OF_MANY[name], {"deals": list(found)})
    for row in rows:
        found[row.deal_id].append(row)
    for deal in deals:
        set_committed_value(deal, name, found[deal.id])
