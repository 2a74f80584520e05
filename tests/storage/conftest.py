"""A fresh database, of either kind: one with every table, one empty."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from storage.database import Database
from storage.nudges import DueNudge
from storage.owner import EVERYBODY
from tests.databases import ready
from tests.storage.claims import claim
from tests.storage.made import lose


@pytest.fixture
def empty(each_empty_url: str) -> Iterator[Database]:
    """A database without tables."""
    with closing(Database(each_empty_url)) as db:
        yield db


@pytest.fixture
def db(each_url: str) -> Iterator[Database]:
    with closing(ready(each_url)) as db:
        yield db


@pytest.fixture
def nudge(db: Database) -> DueNudge:
    """The one nudge of the one deal, claimed."""
    with db.write(EVERYBODY) as session:
        lose(session)
    (due,) = claim(db)
    return due
