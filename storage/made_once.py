"""Statements that are made once: what every sweep asks, or every command."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, bindparam
from sqlalchemy.orm import Session

from storage.isolation import standing
from storage.owner import Owner

S = TypeVar("S", bound=Executable)


def made_once(make: Callable[[Session], S]) -> Callable[[Session], S]:
    """Of a statement whose parts may differ by the kind of database; what changes in it is bound when it is executed.

    To make one anew takes longer than to ask it: SQLAlchemy goes over all its parts again to find what it compiled.
    """
    made: dict[str, S] = {}

    @wraps(make)
    def statement(session: Session) -> S:
        kind = session.get_bind().dialect.name
        if kind not in made:
            made[kind] = standing(make(session))
        return made[kind]

    return statement


def of_given(table: Any) -> ColumnElement[bool]:
    """The rows of the owner who is given when the statement is executed, by `given`; of a table, or an alias of one."""
    theirs: ColumnElement[bool] = (table.team == bindparam("owner_team")) & (
        table.rep == bindparam("owner_rep")
    )
    return theirs


def given(owner: Owner, **more: object) -> dict[str, Any]:
    """The parameters of a statement that is about an owner."""
    return {"owner_team": owner.team, "owner_rep": owner.rep, **more}
