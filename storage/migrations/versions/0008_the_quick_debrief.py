"""How a rep's debriefs begin; and a stage that nobody was asked for is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("reps") as batch_op:
        batch_op.add_column(sa.Column("debrief_screens", sa.Integer(), nullable=True))
    with op.batch_alter_table("debriefs", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("stage", existing_type=sa.String(length=32), nullable=True)
