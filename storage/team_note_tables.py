"""The team's tables in which somebody is named: who chose its weekly note, and who looks after its playbook."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfTeam
from storage.tables import Base


class TeamNoteRow(OfTeam, Base):
    """A team's weekly note: the channel that `chosen_by` chose, and when it is due.

    Without a channel there is none; the row stays for `told_week`, the Monday of the newest week that is settled, so
    that whoever starts it again starts no second one of that week. `sending_since` is set while a message may have
    been posted without our knowing. `ended_for` is why it ended by itself, and since when, until
    `chosen_by` was told.
    """

    __tablename__ = "team_notes"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    group: Mapped[int] = mapped_column("group_id", primary_key=True, autoincrement=False)
    channel: Mapped[str | None] = mapped_column(String(32))
    chosen_by: Mapped[str | None] = mapped_column(String(32))
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sending_since: Mapped[datetime | None]
    told_week: Mapped[date | None]
    ended_for: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = ()


class TeamPlaybookRow(OfTeam, Base):
    """The numbers that a team took from its own cases, by kind and name; and who looks after them, if anybody does."""

    __tablename__ = "team_playbooks"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    group: Mapped[int] = mapped_column("group_id", primary_key=True, autoincrement=False)
    kept_by: Mapped[str | None] = mapped_column(String(32))
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")

    __table_args__ = ()
