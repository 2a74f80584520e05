"""When Slack named a rep's zone: empty where they named it, or where it is only guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("reps") as batch_op:
        batch_op.add_column(sa.Column("zone_told_at", sa.DateTime(timezone=True), nullable=True))
