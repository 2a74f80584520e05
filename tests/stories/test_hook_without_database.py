"""The hook of lost deals while the database is locked or away: send it again, it says, and then takes it once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

import storage.database
from tests.conftest import MakeRig
from tests.crm import Crm
from tests.rig import Rig
from tests.stories.test_database_away import HANG_UP, locked
from tests.stories.told import HOOKED, crm_of, offers, said

pytestmark = pytest.mark.trouble


def assert_sent_again_it_is_taken_once(
    rig: Rig, system: Crm, trouble: Callable[[], AbstractContextManager[None]]
) -> None:
    with trouble():
        refused = system.tell(message="msg_1")
    assert (refused.status, refused.wrong) == (503, {"body"})
    assert refused.headers["content-type"] == "application/json"
    assert int(refused.headers["retry-after"]) > 0
    assert offers(rig) == []
    assert system.tell(message="msg_1").state == "new"
    assert system.tell(message="msg_1").state == "unchanged"
    rig.sweep()
    assert (len(offers(rig)), len(said(rig))) == (1, 1)


def test_while_the_database_is_locked(make_rig: MakeRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.database, "_BUSY_SECONDS", 0.05)
    rig = make_rig(**HOOKED)
    assert_sent_again_it_is_taken_once(rig, crm_of(rig), lambda: locked(rig))


def test_while_the_database_is_away(make_rig: MakeRig, postgres: str, postgres_url: str) -> None:
    @contextmanager
    def away() -> Iterator[None]:
        name = make_url(postgres_url).database
        admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            connection.execute(HANG_UP, {"name": name})
            yield
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
        admin.dispose()

    rig = make_rig(database_url=postgres_url, **HOOKED)
    assert_sent_again_it_is_taken_once(rig, crm_of(rig), away)
