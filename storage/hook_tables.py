"""The hooks' table: the doors through which other systems of a workspace tell us things, or are told."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfTeam
from storage.tables import Base


class HookRow(OfTeam, Base):
    """A hook of a workspace: `in` takes lost deals, `out` posts `events` to `url`.

    `auth` is `signed` (Standard Webhooks) or `token` (a bearer token). The secret is encrypted like Slack's tokens,
    and empty once the hook is removed; until `previous_until` the one before a rotation is good as well.
    At `stopped_at` an outgoing one was switched off, since its receiver is gone; until
    `rests_until` it is told nothing, since it failed.
    """

    __tablename__ = "hooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(String(8))
    auth: Mapped[str] = mapped_column(String(8))
    url: Mapped[str | None] = mapped_column(Text)
    events: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    secret: Mapped[str | None] = mapped_column(Text)
    previous_secret: Mapped[str | None] = mapped_column(Text)
    previous_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]

    __table_args__ = (Index("hooks_of_a_team", "team"), {"sqlite_autoincrement": True})
