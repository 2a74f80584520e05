"""Whose data a session may touch."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Owner:
    """A rep in a workspace (in an organisation, where the whole of it installed the bot)."""

    team: str
    rep: str


class Everybody(Enum):
    """The data of all reps: for the sweep, retention, health and the command line, and nobody else."""

    EVERYBODY = "everybody"


EVERYBODY: Final = Everybody.EVERYBODY

Whose = Owner | Everybody


def of_owner(table: Any, owner: Owner) -> ColumnElement[bool]:
    """The rows of a mapped class that are this rep's own."""
    own: ColumnElement[bool] = (table.team == owner.team) & (table.rep == owner.rep)
    return own
