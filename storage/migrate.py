"""Bringing a database to the newest schema, and telling whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.patience import patient

_TURN = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = 0",
    "SELECT pg_advisory_xact_lock(7046019)",
)
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, to: str = "head") -> None:
    """Runs every migration the database has not had yet, up to the revision `to`.

    A database that is newer than this program is left as it is.
    """
    with engine.connect() as connection, patient(connection), _unbound(connection):
        _take_turns(connection)
        config = _config()
        if not _knows(ScriptDirectory.from_config(config), connection):
            return
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


def pending_migrations(engine: Engine) -> list[str]:
    """The migrations still to run, oldest first; none where the database is newer than this program."""
    scripts = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        if not _knows(scripts, connection):
            return []
        current = MigrationContext.configure(connection).get_current_heads()
    missing = scripts.iterate_revisions("head", current or "base")
    return [f"{script.revision} {script.doc}" for script in reversed(list(missing))]


def _knows(scripts: ScriptDirectory, connection: Connection) -> bool:
    """While replicas are replaced one by one, those of before meet the next version's schema: it only ever adds."""
    known = {script.revision for script in scripts.walk_revisions()}
    return set(MigrationContext.configure(connection).get_current_heads()) <= known


def _take_turns(connection: Connection) -> None:
    """Replicas that start at once migrate one after the other, each for as long as a large table takes."""
    if connection.dialect.name == "postgresql":
        for statement in _TURN:
            connection.exec_driver_sql(statement)


@contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and dropping the old one would delete what hangs on it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
