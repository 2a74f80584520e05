"""The language a rep chose, and the locale that Slack tells."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("reps", sa.Column("language", sa.String(length=16), nullable=True))
    op.add_column("reps", sa.Column("locale", sa.String(length=32), nullable=True))
