"""Cards that are owed, and messages still to be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("deals") as batch_op:
        batch_op.add_column(sa.Column("card_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("card_attempts", sa.Integer(), server_default="0", nullable=False))
    missing = sa.text("card_due_at IS NOT NULL")
    op.create_index("cards_owed", "deals", ["card_due_at"], sqlite_where=missing, postgresql_where=missing)
    op.create_table(
        "leftover_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("leftovers_due", "leftover_messages", ["due_at"])
    op.create_index("leftovers_of_a_rep", "leftover_messages", ["team", "rep"])
