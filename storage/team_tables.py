"""The team's tables: groups that reps count in with, and the numbers of each week. Nothing in them names a rep."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.team_numbers import Released
from storage.owned import OfTeam
from storage.tables import Base
from storage.types import Packed

WORKSPACE = 0
"""In the place of a group's id: whoever counts in without a group."""


class TeamGroupRow(OfTeam, Base):
    """A named group of a workspace; it is there while somebody counts in with it."""

    __tablename__ = "team_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("team", "name_key", name="one_group_a_name"),
        {"sqlite_autoincrement": True},
    )


class TeamWeekRow(OfTeam, Base):
    """The numbers of a team as the week that began on `week` (a Monday) shows them; None while they are made.

    `claimed_until`, by the database's clock, is how long one process has them to itself for making them.
    """

    __tablename__ = "team_weeks"

    id: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[int] = mapped_column("group_id")
    week: Mapped[date]
    claimed_until: Mapped[datetime | None]
    released: Mapped[Any | None] = mapped_column(Packed(Released))

    __table_args__ = (
        UniqueConstraint("team", "group_id", "week", name="one_row_a_team_and_week"),
        {"sqlite_autoincrement": True},
    )
