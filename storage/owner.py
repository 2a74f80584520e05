"""Whose data a session may touch."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from sqlalchemy import ColumnElement

from storage.owned import OfRep


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


def of_owner(table: type[OfRep], owner: Owner) -> ColumnElement[bool]:
    """The rows that are this rep's own."""
    return (table.team == owner.team) & (table.rep == owner.rep)
