"""Whose data a session may touch."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


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
