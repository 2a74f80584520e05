"""A PostgreSQL server that stands still keeps nobody waiting, and is used again once it goes on."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scripts.in_memory import memory_folder
from storage.database import UNREACHABLE, Database
from storage.migrate import migrate, pending_migrations
from storage.owner import EVERYBODY
from storage.patience import STATEMENT_SECONDS
from tests.faults.own_postgres import OwnPostgres, own_postgres

SLACK_WAITS = 3.0
ONE = text("SELECT 1")


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    # Not in pytest's own folders, which it closes to the other user whom the server runs as.
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder, own_postgres(Path(folder)) as made:
        yield made


@pytest.fixture
def db(server: OwnPostgres) -> Iterator[Database]:
    with closing(Database(server.url)) as made:
        yield made


@contextmanager
def frozen(server: OwnPostgres) -> Iterator[None]:
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


@contextmanager
def given_up_in_time() -> Iterator[None]:
    began = time.monotonic()
    with pytest.raises(UNREACHABLE):
        yield
    assert time.monotonic() - began < SLACK_WAITS


def ask(db: Database) -> None:
    with db.read(EVERYBODY) as session:
        assert session.scalar(ONE) == 1


def test_a_server_frozen_before_a_transaction_is_given_up_in_time(db: Database, server: OwnPostgres) -> None:
    ask(db)
    with frozen(server), given_up_in_time():
        ask(db)
    ask(db)


def test_a_server_frozen_before_the_first_connection_is_given_up_in_time(
    db: Database, server: OwnPostgres
) -> None:
    with frozen(server), given_up_in_time():
        ask(db)
    ask(db)


def test_a_server_frozen_within_a_transaction_is_given_up_in_time_and_nothing_is_stored(
    db: Database, server: OwnPostgres
) -> None:
    with db.write(EVERYBODY) as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS kept (id int)"))
    with given_up_in_time(), db.write(EVERYBODY) as session:
        session.execute(text("INSERT INTO kept VALUES (1)"))
        with frozen(server):
            session.execute(ONE)
    with db.read(EVERYBODY) as session:
        assert session.scalar(text("SELECT count(*) FROM kept")) == 0


def test_a_server_that_is_well_ends_a_long_statement_itself_and_the_connection_is_kept(db: Database) -> None:
    with db.read(EVERYBODY) as session:
        before = session.scalar(text("SELECT pg_backend_pid()"))
        with pytest.raises(DBAPIError, match="statement timeout"):
            session.execute(text("SELECT pg_sleep(10)"))
        session.rollback()
        assert session.scalar(text("SELECT pg_backend_pid()")) == before


def test_a_migration_waits_for_as_long_as_it_takes(db: Database) -> None:
    """Another replica migrates meanwhile."""
    with ThreadPoolExecutor(1) as aside, db.engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7046019)")
        waiting = aside.submit(migrate, db.engine)
        time.sleep(STATEMENT_SECONDS + 0.5)
        assert not waiting.done()
        connection.rollback()
        waiting.result()
    assert pending_migrations(db.engine) == []
