"""What is told to somebody outside, a public id for every lost deal, and who sends their words along."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_MOMENTS = ("claimed_until", "sent_at", "failed_at")


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("hook_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("deal_key", sa.String(length=32), nullable=True),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("event", sa.String(length=32), nullable=True),
        sa.Column("execution_id", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("claimed_by", sa.String(length=16), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failure", sa.String(length=64), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in _MOMENTS),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("public_id", name="one_row_a_webhook_id"),
        sa.UniqueConstraint("team", "execution_id", name="one_end_a_step"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_due", "outbox", ["status", "due_at"])
    op.create_index("outbox_of_a_deal", "outbox", ["deal_key", "hook_id", "status"])
    op.create_index("ix_outbox_deal_id", "outbox", ["deal_id"])
    op.create_index("outbox_of_a_hook", "outbox", ["hook_id", "status"])
    op.create_index("outbox_of_a_rep", "outbox", ["team", "rep"])
    for name in ("stopped_at", "rests_until"):
        op.add_column("hooks", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("reps", sa.Column("words_go_out_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deals", sa.Column("public_id", sa.String(length=32), nullable=True))
    # The deals that are there get theirs now: each its own, and for good.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE deals SET public_id = replace(gen_random_uuid()::text, '-', '')")
    else:
        op.execute("UPDATE deals SET public_id = lower(hex(randomblob(16)))")
