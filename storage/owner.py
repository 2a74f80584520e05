"""Whose data a query may touch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """A rep in a workspace: every query about a lost deal is bound to one."""

    team: str
    rep: str
