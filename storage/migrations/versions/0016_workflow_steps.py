"""Runs of the workflow step that wait for a debrief."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_WAITS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "workflow_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("execution_id", sa.String(length=64), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team", "execution_id", name="one_row_a_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("steps_of_a_rep", "workflow_steps", ["team", "rep"])
    op.create_index("steps_of_an_offer", "workflow_steps", ["offer_id"])
    op.create_index(
        "steps_that_wait",
        "workflow_steps",
        ["deadline"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
