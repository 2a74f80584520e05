"""What may have come without our knowing is looked for again, after its deal was deleted, until Slack lets us look."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("leftover_messages", sa.Column("sought", sa.JSON(none_as_null=True), nullable=True))
