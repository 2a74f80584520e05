"""Never lost, never twice."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("sending_rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team"),
    )
    op.create_table(
        "seen",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_seen_at"), "seen", ["at"], unique=False)

    # Nothing here rewrites a large table, and 0.2.0 goes on working while its replicas are replaced one by one:
    # its nudges have no public id until they are claimed.
    with op.batch_alter_table("nudges") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("claimed_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("unknown_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("drafts") as batch_op:
        batch_op.add_column(sa.Column("begun_in", sa.String(length=64), nullable=True))
    op.create_index("one_draft_a_modal", "drafts", ["team", "rep", "begun_in"], unique=True)
