"""Bringing a database to the newest schema, and telling whether it is there.

Alembic is loaded where something is to be migrated only: a start, or a look at the bot's health, has no use for it.
"""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, to: str = "head") -> None:
    """Runs every migration the database has not had yet, up to the revision `to`.

    A database that is newer than this program is left as it is.
    """
    if to == "head" and _is_newest(engine):
        return
    from storage.upgrade import upgrade

    upgrade(engine, to)


def pending_migrations(engine: Engine) -> list[str]:
    """The migrations still to run, oldest first; none where the database is newer than this program."""
    if _is_newest(engine):
        return []
    from storage.upgrade import missing

    return missing(engine)


def newest_revision() -> str:
    """A migration's file begins with its revision, and they are numbered."""
    return max(file.name for file in (SCRIPTS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _is_newest(engine: Engine) -> bool:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return found == [newest_revision()]
