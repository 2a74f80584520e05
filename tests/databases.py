"""Databases as a test wants them: migrated once, and copied from then on."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, make_url, text
from sqlalchemy.util import LRUCache

from storage.database import Database
from storage.migrate import migrate

_COPY = "gotano_copy_"
_DIALECTS: dict[str, Dialect] = {}
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)
"""As many as an engine keeps by itself, and as many again."""


def ready(url: str) -> Database:
    """The database at `url`, with every table. A SQLite file that is not there yet is a copy of a migrated one.

    On PostgreSQL the fixture `postgres_url` has copied it already; what it did not make is migrated here.
    """
    told = make_url(url)
    name = told.database or ""
    on_sqlite = told.get_backend_name() == "sqlite"
    copied = on_sqlite and not Path(name).exists()
    if copied:
        shutil.copyfile(_migrated_file(), name)
    db = share_statements(Database(url))
    if not copied and (on_sqlite or not name.startswith(_COPY)):
        migrate(db.engine)
    return db


def copy_tables(engine: Engine) -> None:
    """In the place of `migrate`, for a SQLite file that is not there yet."""
    shutil.copyfile(_migrated_file(), str(engine.url.database))


def share_statements(db: Database) -> Database:
    """Compiles each statement once a process, not once a database: that was a third of a story's time.

    SQLAlchemy keeps what it compiled by dialect, and makes a dialect an engine. All of a kind get the first one.
    """
    for engine in (db.engine, db.reading_engine):
        if engine.dialect.name not in _DIALECTS:
            # A dialect learns the server's version from its own engine's first connection.
            engine.connect().close()
            _DIALECTS[engine.dialect.name] = engine.dialect
        engine.dialect = _DIALECTS[engine.dialect.name]
        engine.update_execution_options(compiled_cache=_COMPILED)
    return db


def create(server: str, *, migrated: bool) -> str:
    """A new database on a PostgreSQL server, empty or with every table; its address."""
    name = f"{_COPY if migrated else 'gotano_empty_'}{token_hex(6)}"
    # Files are copied in half the time that it takes to log them page by page, as a server does unless told.
    source = f' TEMPLATE "{_migrated_database(server)}" STRATEGY FILE_COPY' if migrated else ""
    _execute(server, f'CREATE DATABASE "{name}"{source}')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop(server: str, url: str) -> None:
    _execute(server, f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def drop_template(server: str) -> None:
    """For a server that lives on; nothing where no copy was asked for."""
    if _migrated_database.cache_info().currsize:
        drop(server, make_url(server).set(database=_migrated_database(server)).render_as_string(False))


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gotano-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "migrated.db"
    db = Database(f"sqlite:///{file}")
    migrate(db.engine)
    db.close()
    return file


@cache
def _migrated_database(server: str) -> str:
    name = f"gotano_template_{token_hex(6)}"
    _execute(server, f'CREATE DATABASE "{name}"')
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    db = Database(url)
    migrate(db.engine)
    db.close()
    return name


def leave(server: str) -> None:
    """Ends the connection by which databases are made and dropped there."""
    _admin(server).dispose()


def _execute(server: str, statement: str) -> None:
    with _admin(server).connect() as connection:
        connection.execute(text(statement))


@cache
def _admin(server: str) -> Engine:
    """Its one connection is kept: a new one takes half as long as a database."""
    return create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True)
