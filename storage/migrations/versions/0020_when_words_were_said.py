"""When the words of a debrief were said: their message may be older than the debrief."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("debriefs", sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
