"""Notes about a deal, the rep's own words for what is suggested, and what the deal would bring."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_in", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("deal_id", "written_in", name="one_note_a_form"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_deal_id", "notes", ["deal_id"])
    op.add_column("deals", sa.Column("value", sa.BigInteger(), nullable=True))
    op.add_column("deals", sa.Column("currency", sa.String(length=3), nullable=True))
    op.add_column("deals", sa.Column("own_words", sa.JSON(), nullable=True))
    op.add_column("debriefs", sa.Column("value", sa.BigInteger(), nullable=True))
    op.add_column("reps", sa.Column("currency", sa.String(length=3), nullable=True))
