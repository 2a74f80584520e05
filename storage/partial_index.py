"""Indexes of some of a table's rows."""

from sqlalchemy import Index, text


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Of the rows that `where` is true of, in SQL that SQLite and PostgreSQL both read.

    It is the migrations that make an index, on either. Said for PostgreSQL here, too, it would load SQLAlchemy's
    part for it into every process, also where the database is SQLite: 30 ms and 3 MB.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))
