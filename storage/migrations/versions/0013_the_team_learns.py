"""Who counts in with which group, a lot for every lost deal, and a team's numbers by week."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_MOMENTS = ("counts_in_at", "team_asked_at", "team_answered_at")
_COUNTS = sa.text("counts_in_at IS NOT NULL")


def upgrade() -> None:
    for name in _MOMENTS:
        op.add_column("reps", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("reps", sa.Column("team_group", sa.Integer(), nullable=True))
    op.add_column("reps", sa.Column("team_part", sa.String(length=64), nullable=True))
    op.add_column("reps", sa.Column("team_deals", sa.Integer(), nullable=True))
    op.create_index(
        "reps_who_count_in", "reps", ["team", "team_group"], sqlite_where=_COUNTS, postgresql_where=_COUNTS
    )
    op.add_column("deals", sa.Column("lot", sa.Integer(), nullable=False, server_default="0"))
    # The deals that are there draw theirs now: each by itself, and for good.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE deals SET lot = floor(random() * 100)")
    else:
        op.execute("UPDATE deals SET lot = abs(random()) % 100")
    op.create_table(
        "team_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team", "name_key", name="one_group_a_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "team_weeks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team", "group_id", "week", name="one_row_a_team_and_week"),
        sqlite_autoincrement=True,
    )
