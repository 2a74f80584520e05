"""The outbox: a row for each thing that must reach somebody outside of Slack's messages, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfRep
from storage.tables import Base
from storage.types import Named


class Target(StrEnum):
    """Who is told: an address that the admin added, or Slack, for a step of a workflow."""

    HOOK = "hook"
    STEP = "step"


class EventName(StrEnum):
    """What happened to a lost deal, as a hook asks to be told of it."""

    DEBRIEFED = "debriefed"
    REPLIED = "replied"
    OUTCOME = "outcome"


class OutboxRow(OfRep, Base):
    """One event for one hook, or the end of one step. `public_id` is its own over all tries, and tells nothing.

    `data` is what is told, as it was when it happened; `external_id` is what the deal is called where it came from.
    `deal_key` is the deal's public id, which it keeps with a colleague; what hangs on a deal goes with it.
    `claimed_until` is by the database's clock.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(64))
    target: Mapped[Target] = mapped_column(Named(Target))
    hook_id: Mapped[int | None]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    deal_key: Mapped[str | None] = mapped_column(String(32))
    external_id: Mapped[str | None] = mapped_column(String(255))
    event: Mapped[EventName | None] = mapped_column(Named(EventName))
    execution_id: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    happened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("public_id", name="one_row_a_webhook_id"),
        UniqueConstraint("team", "execution_id", name="one_end_a_step"),
        Index("outbox_due", "status", "due_at"),
        Index("outbox_of_a_deal", "deal_key", "hook_id", "status"),
        Index("outbox_of_a_hook", "hook_id", "status"),
        Index("outbox_of_a_rep", "team", "rep"),
        {"sqlite_autoincrement": True},
    )
