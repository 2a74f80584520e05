"""INSERT with ON CONFLICT, which each database has under its own name."""

from typing import Any

from sqlalchemy.orm import Session


def insert_into(session: Session, table: Any) -> Any:
    """The dialect's own insert. Each is loaded where it is used: PostgreSQL's dialect is large."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
