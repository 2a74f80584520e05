"""Alembic's part: which migrations a database has not had yet, and running them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.migrate import SCRIPTS
from storage.patience import patient

_TURN = (
    "SET LOCAL lock_timeout = 0",
    "SELECT pg_advisory_xact_lock(7046019)",
)


def upgrade(engine: Engine, to: str) -> None:
    """See `storage.migrate.migrate`."""
    with engine.connect() as connection, patient(connection), _unbound(connection):
        _take_turns(connection)
        config = _config()
        if not _knows(ScriptDirectory.from_config(config), connection):
            return
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


def missing(engine: Engine) -> list[str]:
    """See `storage.migrate.pending_migrations`."""
    scripts = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        if not _knows(scripts, connection):
            return []
        current = MigrationContext.configure(connection).get_current_heads()
    found = scripts.iterate_revisions("head", current or "base")
    return [f"{script.revision} {script.doc}" for script in reversed(list(found))]


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
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
