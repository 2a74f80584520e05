"""The language a rep chose, and the locale that Slack tells; of those who are known Slack is asked anew, once."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("reps", sa.Column("language", sa.String(length=16), nullable=True))
    op.add_column("reps", sa.Column("locale", sa.String(length=32), nullable=True))
    # Else whoever only reads their nudges would not be asked after for half a year.
    seen = sa.table("reps", sa.column("zone_seen_at", sa.DateTime(timezone=True)))
    op.execute(sa.update(seen).values(zone_seen_at=datetime(2000, 1, 1, tzinfo=UTC)))
