"""Lost deals that a rep who leaves hands over to a colleague."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_THEIRS = sa.text("won_back_at IS NULL AND handed_over_at IS NULL")
_WAITS = sa.text("answered_at IS NULL")
_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("deals", sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("one_open_deal_a_prospect", "deals")
    op.create_index(
        "one_open_deal_a_prospect",
        "deals",
        ["team", "rep", "prospect_key"],
        unique=True,
        sqlite_where=_THEIRS,
        postgresql_where=_THEIRS,
    )
    op.create_table(
        "hand_overs",
        *_of_two(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("hand_overs_to", "hand_overs", ["team", "rep"])
    op.create_index("hand_overs_from", "hand_overs", ["team", "from_rep"])
    op.create_index("hand_overs_lapse", "hand_overs", ["lapses_at"])
    _handed_deals()
    _messages()


def _handed_deals() -> None:
    op.create_table(
        "handed_deals",
        *_of_two(),
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("offered_id", sa.Integer(), nullable=False),
        sa.Column("prospect", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_as", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_overs.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["offered_id"], ["deals.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    for name in ("hand_over_id", "offered_id", "taken_as"):
        op.create_index(f"ix_handed_deals_{name}", "handed_deals", [name])
    op.create_index(
        "one_offer_a_deal",
        "handed_deals",
        ["offered_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def _messages() -> None:
    op.create_table(
        "hand_over_messages",
        *_of_two(),
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("page", sa.Integer(), server_default="0", nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_overs.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("hand_over_id", "told", name="one_message_a_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "hand_over_messages_due", "hand_over_messages", ["due_at"], sqlite_where=_DUE, postgresql_where=_DUE
    )


def _of_two() -> list[sa.Column[Any]]:
    named = [sa.Column(name, sa.String(length=32), nullable=False) for name in ("team", "rep", "from_rep")]
    return [sa.Column("id", sa.Integer(), nullable=False), *named]
