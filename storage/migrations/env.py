"""Alembic's entry: runs the migrations on the connection that was handed over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from storage.tables import Base


def plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names plain column types, so that it still runs when our own have moved on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=plainly
)
with context.begin_transaction():
    context.run_migrations()
