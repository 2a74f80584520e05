"""Statements that are made once: what every sweep asks, or every command."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from sqlalchemy.orm import Session

S = TypeVar("S")


def made_once(make: Callable[[Session], S]) -> Callable[[Session], S]:
    """Of a statement whose parts may differ by the kind of database; what changes in it is bound when it is executed.

    To make one anew takes longer than to ask it: SQLAlchemy goes over all its parts again to find what it compiled.
    """
    made: dict[str, S] = {}

    @wraps(make)
    def statement(session: Session) -> S:
        kind = session.get_bind().dialect.name
        if kind not in made:
            made[kind] = make(session)
        return made[kind]

    return statement
