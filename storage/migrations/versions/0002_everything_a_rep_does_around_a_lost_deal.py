"""Everything a rep does around a lost deal."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pauses") as batch_op:
        batch_op.create_index("pauses_of_a_rep", ["team", "rep"], unique=False)

    op.create_table(
        "shares",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_in", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("asked_in", name="one_share_a_preview"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("shares") as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_deal_id"), ["deal_id"], unique=False)

    with op.batch_alter_table("deals") as batch_op:
        batch_op.add_column(sa.Column("first_kind", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("won_after_days", sa.Integer(), nullable=True))
        batch_op.create_index(
            "deals_of_a_rep", ["team", "rep", "won_back_at", "let_go_at", "waiting_since"], unique=False
        )

    with op.batch_alter_table("debriefs") as batch_op:
        batch_op.add_column(sa.Column("prospect", sa.Text(), nullable=True))
        batch_op.create_index("debriefs_corrected", ["corrects"], unique=False)
        batch_op.create_index(
            "debriefs_with_lessons",
            ["deal_id"],
            unique=False,
            sqlite_where=sa.text("lesson IS NOT NULL"),
            postgresql_where=sa.text("lesson IS NOT NULL"),
        )

    with op.batch_alter_table("drafts") as batch_op:
        batch_op.add_column(sa.Column("prospect_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("note_channel", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("note_ts", sa.String(length=32), nullable=True))

    with op.batch_alter_table("nudges", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("step", sa.String(length=32), nullable=False, server_default="nudge"))
        batch_op.add_column(sa.Column("in_digest", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f("one_nudge_a_plan"), type_="unique")
        batch_op.create_index("nudges_of_a_rep", ["team", "rep", "status", "due_at"], unique=False)
        batch_op.create_unique_constraint("one_nudge_a_step", ["plan_id", "step"])

    with op.batch_alter_table("nudges", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("step", server_default=None)
        batch_op.alter_column("in_digest", server_default=None)

    with op.batch_alter_table("reps") as batch_op:
        batch_op.add_column(sa.Column("nudge_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("work_days", sa.String(length=7), nullable=True))
        batch_op.add_column(sa.Column("home_digest", sa.String(length=64), nullable=True))

    op.execute(
        "UPDATE deals SET first_kind = (SELECT kind FROM debriefs WHERE debriefs.deal_id = deals.id"
        " AND undone_at IS NULL AND NOT EXISTS (SELECT 1 FROM debriefs AS later WHERE later.corrects = debriefs.id"
        " AND later.undone_at IS NULL) ORDER BY debriefs.id LIMIT 1)"
    )
    _note_days()


def _note_days() -> None:
    """Calendar days by UTC: the zones of the past are not known."""
    deals = sa.table(
        "deals",
        sa.column("id", sa.Integer),
        sa.column("made_at", sa.DateTime(timezone=True)),
        sa.column("won_back_at", sa.DateTime(timezone=True)),
        sa.column("won_after_days", sa.Integer),
    )
    connection = op.get_bind()
    won = connection.execute(sa.select(deals).where(deals.c.won_back_at.is_not(None))).all()
    for row in won:
        days = (row.won_back_at.date() - row.made_at.date()).days
        connection.execute(sa.update(deals).where(deals.c.id == row.id).values(won_after_days=days))
