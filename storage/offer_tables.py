"""The offers' table: lost deals that came from elsewhere, and wait for their rep to debrief them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfRep
from storage.partial_index import partial_index
from storage.tables import Base
from storage.types import Named


class OfferSource(StrEnum):
    """Where a lost deal came from."""

    HOOK = "hook"
    STEP = "step"
    IMPORT = "import"


class OfferStatus(StrEnum):
    """What has become of an offer.

    `waiting`: no message yet. `offered`: asked, no answer yet. `later`: asked again on another day. `debriefed`,
    `not_mine`: the rep's answers. `lapsed`: no answer to the reminder; the message can still be answered. `stopped`:
    the import it belongs to was stopped.
    """

    WAITING = "waiting"
    OFFERED = "offered"
    LATER = "later"
    DEBRIEFED = "debriefed"
    NOT_MINE = "not_mine"
    LAPSED = "lapsed"
    STOPPED = "stopped"


class OfferRow(OfRep, Base):
    """An offer, by the id that its source knows it by.

    `origin` says whose id that is: of which hook, or of the workflows of which workspace; empty for a list, whose
    ids are made up here. It stays when a workspace joins an organisation, so that equal ids do not meet there.
    `due_at` is where the sweep looks: for the message, the reminder, and the end after it; empty when nothing more
    comes. `claimed_until` is by the database's clock. `public_id` leaves the house in the message's metadata, and
    tells nothing. `unknown_since` is set while a message may have been sent without our knowing.
    """

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[OfferSource] = mapped_column(Named(OfferSource))
    origin: Mapped[str] = mapped_column(String(32), default="")
    external_id: Mapped[str] = mapped_column(String(255))
    prospect: Mapped[str] = mapped_column(Text)
    company: Mapped[str | None] = mapped_column(Text)
    lost_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    status: Mapped[OfferStatus] = mapped_column(Named(OfferStatus))
    due_at: Mapped[datetime | None]
    public_id: Mapped[str] = mapped_column(String(32), default=lambda: uuid4().hex)
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    unknown_since: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)

    __table_args__ = (
        UniqueConstraint("team", "source", "origin", "external_id", name="one_offer_an_external_id"),
        Index("offers_of_a_rep", "team", "rep", "status"),
        partial_index(
            "offers_due",
            "due_at",
            where="due_at IS NOT NULL",
        ),
        {"sqlite_autoincrement": True},
    )
