"""A session sees and changes one rep's rows only, and their team's: the bound is put on every statement here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Executable, Select, String, bindparam, event, exists, func
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from storage.owned import OfDeal, OfRep, OfTeam, OfTwo
from storage.owner import EVERYBODY, Owner, Whose
from storage.tables import DealRow

# Under a name of its own: a statement that asks for deals as well must not take this one for its own.
_DEALS: Any = DealRow.__table__.alias("owned_deals")


_whose: ContextVar[Owner] = ContextVar("whose")
"""The owner of the session that is executing a statement in this thread."""

_served: ContextVar[str | None] = ContextVar("served", default=None)
"""The one workspace that the process of such a session serves, None where that is all."""

_bounded: dict[Executable, Executable] = {}
"""Statements that are made once, each with its bounds."""

S = TypeVar("S", bound=Executable)


class NotTheirs(Exception):
    """A row was about to be stored for somebody else than the session's owner: a fault of ours, never of a rep."""


class Unbound(Exception):
    """A statement that goes past the mapped classes, where no bound can be put on it."""


class OwnedSession(Session):
    """A session of one owner, or of everybody where that is said."""

    def __init__(self, *args: Any, whose: Whose, served: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose
        self.served = served


class BothReps(Protocol):
    """Of a hand-over, or a deal of one: `rep` is offered it, and `from_rep` hands over."""

    @property
    def team(self) -> str: ...
    @property
    def rep(self) -> str: ...
    @property
    def from_rep(self) -> str: ...


@contextmanager
def as_the_other(session: Session, found: BothReps) -> Iterator[Owner]:
    """The session is the other one's of a hand-over that it was found in, for what both do in one transaction.

    What was read for either is forgotten at both ends, so that nothing of the one is at hand for the other.
    """
    mine: Owner = session.whose  # type: ignore[attr-defined]
    other = Owner(found.team, found.from_rep if mine.rep == found.rep else found.rep)
    _hand_on(session, other)
    try:
        yield other
        _hand_on(session, mine)
    finally:
        session.whose = mine  # type: ignore[attr-defined]


def _hand_on(session: Session, to: Owner) -> None:
    session.flush()
    session.expunge_all()
    session.whose = to  # type: ignore[attr-defined]


@event.listens_for(OwnedSession, "do_orm_execute")
def _bind(state: ORMExecuteState) -> None:
    """Adds the owner to whatever is asked, changed or deleted, in subqueries and relationships too."""
    whose = state.session.whose  # type: ignore[attr-defined]
    if whose is not EVERYBODY and not state.is_orm_statement and _names_tables(state.statement):
        raise Unbound(str(state.statement))
    _served.set(state.session.served)  # type: ignore[attr-defined]
    if whose is EVERYBODY:
        return
    # Also where the bounds came along from the statement before, as with what is loaded later.
    _whose.set(whose)
    if not (state.is_column_load or state.is_relationship_load):
        bounded = _bounded.get(state.statement)
        state.statement = state.statement.options(*_BOUNDS) if bounded is None else bounded


def is_served(team: Any) -> ColumnElement[bool]:
    """That the process serves the workspace in the column `team`: what is another's is left to who has its token."""
    own = bindparam("served_team", callable_=lambda: _served.get(), type_=String())
    served: ColumnElement[bool] = team == func.coalesce(own, team)
    return served


def standing(statement: S) -> S:
    """The same statement, which is made once and executed by sessions of any owner.

    Its bounds are put on it here, and not at each execution: what SQLAlchemy found out about it is then kept as well,
    which it finds out anew for each statement that is made anew, and that takes longer than the database does.
    """
    _bounded[statement] = statement.options(*_BOUNDS)
    return statement


def _names_tables(statement: Executable) -> bool:
    """Only a question that no table answers, such as the time, needs no bound."""
    return not (isinstance(statement, Select) and not statement.get_final_froms())


@event.listens_for(OwnedSession, "before_flush")
def _check(session: OwnedSession, _context: UOWTransaction, _instances: Any) -> None:
    """Refuses new rows of somebody else's, and rows about a deal that is somebody else's."""
    if session.whose is EVERYBODY:
        return
    with session.no_autoflush:
        for row in session.new:
            if not _is_theirs(session, session.whose, row):
                raise NotTheirs(type(row).__name__)


def _is_theirs(session: OwnedSession, owner: Owner, row: Any) -> bool:
    if isinstance(row, OfRep) and (row.team, row.rep) != (owner.team, owner.rep):
        return False
    if isinstance(row, OfTwo) and (row.team != owner.team or owner.rep not in (row.rep, row.from_rep)):
        return False
    if isinstance(row, OfTeam) and row.team != owner.team:
        return False
    deal_id = getattr(row, "deal_id", None)
    return deal_id is None or session.get(DealRow, deal_id) is not None


def _team() -> Any:
    return bindparam("bound_team", callable_=lambda: _whose.get().team, type_=String())


def _rep() -> Any:
    return bindparam("bound_rep", callable_=lambda: _whose.get().rep, type_=String())


def _of_rep(row: Any) -> Any:
    return (row.team == _team()) & (row.rep == _rep())


def _of_team(row: Any) -> Any:
    return row.team == _team()


def _of_two(row: Any) -> Any:
    return (row.team == _team()) & ((row.rep == _rep()) | (row.from_rep == _rep()))


def _of_deal(row: Any) -> Any:
    theirs = (_DEALS.c.team == _team()) & (_DEALS.c.rep == _rep())
    return exists().where(_DEALS.c.id == row.deal_id, theirs)


# The bounds of whoever's session executes a statement: the same for all, so that no rep costs any of their own. Each
# bound has parameters of its own. Were they shared, SQLAlchemy would tell their copies in one statement apart by `==`,
# which makes an expression each time: that alone took as long as the statement.
_BOUNDS = tuple(
    with_loader_criteria(kind, bound, include_aliases=True, track_closure_variables=False)
    for kind, bound in ((OfRep, _of_rep), (OfTeam, _of_team), (OfTwo, _of_two), (OfDeal, _of_deal))
)
