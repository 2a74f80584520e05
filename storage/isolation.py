"""A session sees and changes one rep's rows only, and their team's: the bound is put on every statement here."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Select, event, exists
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from storage.owner import EVERYBODY, Owner, Whose
from storage.tables import (
    AuditRow,
    DealRow,
    DebriefRow,
    DraftRow,
    LeftoverRow,
    NoteRow,
    NudgeRow,
    PauseRow,
    PlanRow,
    ReplyRow,
    RepRow,
    ShareRow,
    WeekNoteRow,
)
from storage.team_tables import TeamGroupRow, TeamWeekRow

BY_OWNER: tuple[Any, ...] = (
    RepRow,
    PauseRow,
    DealRow,
    NudgeRow,
    DraftRow,
    LeftoverRow,
    AuditRow,
    WeekNoteRow,
)
"""Rows that name their workspace and rep."""
BY_DEAL: tuple[Any, ...] = (DebriefRow, PlanRow, ReplyRow, NoteRow, ShareRow)
"""Rows that belong to whom their deal belongs to."""
BY_TEAM: tuple[Any, ...] = (TeamGroupRow, TeamWeekRow)
"""Rows of a whole workspace, in which nobody is named."""

# Under a name of its own: a statement that asks for deals as well must not take this one for its own.
_DEALS: Any = DealRow.__table__.alias("owned_deals")


class NotTheirs(Exception):
    """A row was about to be stored for somebody else than the session's owner: a fault of ours, never of a rep."""


class Unbound(Exception):
    """A statement that goes past the mapped classes, where no bound can be put on it."""


class OwnedSession(Session):
    """A session of one owner, or of everybody where that is said."""

    def __init__(self, *args: Any, whose: Whose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose


@event.listens_for(OwnedSession, "do_orm_execute")
def _bind(state: ORMExecuteState) -> None:
    """Adds the owner to whatever is asked, changed or deleted, in subqueries and relationships too."""
    whose = state.session.whose  # type: ignore[attr-defined]
    if whose is not EVERYBODY and not state.is_orm_statement and _names_tables(state.statement):
        raise Unbound(str(state.statement))
    if whose is not EVERYBODY and not (state.is_column_load or state.is_relationship_load):
        state.statement = state.statement.options(*_bounds(whose))


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
    if isinstance(row, BY_OWNER) and (row.team, row.rep) != (owner.team, owner.rep):
        return False
    if isinstance(row, BY_TEAM) and row.team != owner.team:
        return False
    deal_id = getattr(row, "deal_id", None)
    return deal_id is None or session.get(DealRow, deal_id) is not None


@lru_cache(maxsize=1024)
def _bounds(owner: Owner) -> tuple[Any, ...]:
    named = [
        with_loader_criteria(
            table, (table.team == owner.team) & (table.rep == owner.rep), include_aliases=True
        )
        for table in BY_OWNER
    ]
    shared = [
        with_loader_criteria(table, table.team == owner.team, include_aliases=True) for table in BY_TEAM
    ]
    theirs = (_DEALS.c.team == owner.team) & (_DEALS.c.rep == owner.rep)
    by_deal = [
        with_loader_criteria(
            table, exists().where(_DEALS.c.id == table.deal_id, theirs), include_aliases=True
        )
        for table in BY_DEAL
    ]
    return (*named, *shared, *by_deal)
