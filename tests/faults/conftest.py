"""Scenes on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from scripts.in_memory import memory_folder
from tests.databases import create, drop
from tests.faults.own_postgres import OwnPostgres, own_postgres
from tests.faults.scene import Scene

MakeScene = Callable[..., Scene]


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    url = create(server, migrated=True)
    yield url
    drop(server, url)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One scene on each database for all tests of a file: each meets reps of its own."""
    folder = tmp_path_factory.mktemp("stage")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'gotano.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(fresh_database(request.getfixturevalue("postgres")))
        # Each message is recorded by itself, so that a bot can be killed between two of them.
        yield stack.enter_context(Scene(folder, url, environ={"TEST_RECORD": "0.01"}))


@pytest.fixture
def make_scene(tmp_path: Path) -> Iterator[MakeScene]:
    """Makes a scene as a test wants it, on a SQLite file unless another address is told."""
    with ExitStack() as stack:

        def make(url: str | None = None, **wanted: Any) -> Scene:
            return stack.enter_context(
                Scene(tmp_path, url or f"sqlite:///{tmp_path / 'gotano.db'}", **wanted)
            )

        yield make


@pytest.fixture(scope="module")
def own_server() -> Iterator[OwnPostgres]:
    """A PostgreSQL server that a test may stop and start."""
    # Not in pytest's own folders, which it closes to the other user whom the server runs as.
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder, own_postgres(Path(folder)) as server:
        yield server


@pytest.fixture
def own_url(own_server: OwnPostgres) -> Iterator[str]:
    """A fresh database there."""
    own_server.start()
    with fresh_database(own_server.url) as url:
        yield url
