"""A fresh database, of either kind: one with every table, one empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import ready


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'gotano.db'}"
    else:
        url = request.getfixturevalue("empty_postgres_url")
    db = Database(url)
    yield db
    db.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'gotano.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    made = ready(url)
    yield made
    made.close()
