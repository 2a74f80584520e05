"""A team's weekly note, its own numbers, and what a shared lesson says and in which note it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_OF_A_SHARE = (
    ("lesson", sa.Text()),
    ("kind", sa.String(length=32)),
    ("noted_channel", sa.String(length=32)),
    ("noted_ts", sa.String(length=32)),
)


def upgrade() -> None:
    op.create_table(
        "team_notes",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("chosen_by", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_week", sa.Date(), nullable=True),
        sa.Column("ended_for", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("team", "group_id"),
    )
    op.create_index("ix_team_notes_due_at", "team_notes", ["due_at"])
    op.create_table(
        "team_playbooks",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kept_by", sa.String(length=32), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("team", "group_id"),
    )
    for name, sort in _OF_A_SHARE:
        op.add_column("shares", sa.Column(name, sort, nullable=True))
