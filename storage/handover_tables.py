"""Hand-overs: lost deals that a rep who leaves offers to a colleague, and the messages that tell both."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coaching.hand_over import Answer, Told
from coaching.kinds import Kind
from coaching.plan import Verdict
from storage.owned import OfTwo
from storage.partial_index import partial_index
from storage.tables import Base
from storage.types import Named


class HandOverRow(OfTwo, Base):
    """One rep's deals on offer to one colleague until `lapses_at`; their words go along since `words_at`.

    Since `kept_at` the one who leaves has said that they do not; without either that was not answered.
    """

    __tablename__ = "hand_overs"

    at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    words_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    __table_args__ = (
        Index("hand_overs_to", "team", "rep"),
        Index("hand_overs_from", "team", "from_rep"),
        Index("hand_overs_lapse", "lapses_at"),
        {"sqlite_autoincrement": True},
    )


class HandedDealRow(OfTwo, Base):
    """One lost deal on offer, `offered_id`, with what the colleague may see of it; `taken_as` is the deal it became."""

    __tablename__ = "handed_deals"

    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"), index=True)
    offered_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    prospect: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind]
    verdict: Mapped[Verdict]
    due_on: Mapped[date | None]
    value: Mapped[Decimal | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    answer: Mapped[Answer | None] = mapped_column(Named(Answer))
    answered_at: Mapped[datetime | None]
    taken_as: Mapped[int | None] = mapped_column(index=True)

    __table_args__ = (
        partial_index(
            "one_offer_a_deal",
            "offered_id",
            unique=True,
            where="answered_at IS NULL",
        ),
        {"sqlite_autoincrement": True},
    )


class HandOverMessageRow(OfTwo, Base):
    """A message about a hand-over: where it stands, and since when it is to be posted, or brought up to date."""

    __tablename__ = "hand_over_messages"

    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"))
    told: Mapped[Told] = mapped_column(Named(Told))
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    page: Mapped[int] = mapped_column(default=0, server_default="0")
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (
        UniqueConstraint("hand_over_id", "told", name="one_message_a_kind"),
        partial_index(
            "hand_over_messages_due",
            "due_at",
            where="due_at IS NOT NULL",
        ),
        {"sqlite_autoincrement": True},
    )
