"""A backup is one whole moment of a database in use, and what is put back minds what happened since."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.backup import BackupError, backup, restore
from storage.database import Database
from storage.owner import EVERYBODY
from storage.tables import DealRow, DebriefRow, NudgeRow
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, lose


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Database]:
    db = ready(f"sqlite:///{tmp_path / 'gotano.db'}")
    with db.write(ANA) as session:
        lose(session)
    yield db
    db.close()


def deals(path: Path) -> int:
    db = Database(f"sqlite:///{path}")
    with db.read(EVERYBODY) as session:
        count = session.scalar(select(func.count()).select_from(DealRow)) or 0
        assert session.scalar(select(func.count()).select_from(DebriefRow)) == count, "a whole moment"
    db.close()
    return count


def test_a_backup_made_while_others_write_is_one_whole_moment(live: Database, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with live.write(ANA) as session:
                lose(session, f"Deal {number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(live.url, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    assert 1 <= deals(tmp_path / "0.db") <= deals(tmp_path / "1.db") <= deals(tmp_path / "2.db")


def test_only_its_owner_may_read_a_backup(live: Database, tmp_path: Path) -> None:
    backup(live.url, tmp_path / "kept.db")
    assert (tmp_path / "kept.db").stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing(live: Database, tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_text("mine")
    with pytest.raises(BackupError, match="never overwrites"):
        backup(live.url, tmp_path / "kept.db")
    assert (tmp_path / "kept.db").read_text() == "mine"


def test_a_database_that_is_there_is_replaced_only_when_that_is_said(live: Database, tmp_path: Path) -> None:
    backup(live.url, tmp_path / "kept.db")
    with live.write(ANA) as session:
        lose(session, "Since then")
    live.close()
    with pytest.raises(BackupError, match="--replace"):
        restore(live.url, tmp_path / "kept.db", replace=False)
    assert deals(tmp_path / "gotano.db") == 2
    restore(live.url, tmp_path / "kept.db", replace=True)
    assert deals(tmp_path / "gotano.db") == 1


def test_what_is_pending_is_looked_for_before_it_is_sent_after_a_restore(
    live: Database, tmp_path: Path
) -> None:
    backup(live.url, tmp_path / "kept.db")
    live.close()
    restore(live.url, tmp_path / "kept.db", replace=True)
    with live.read(EVERYBODY) as session:
        (since,) = session.scalars(select(NudgeRow.unknown_since))
    assert since is not None
    assert since < MONDAY - timedelta(days=365)


def test_no_number_is_given_a_second_time_after_a_restore(live: Database, tmp_path: Path) -> None:
    """A button on a message from after the backup must not reach another deal."""
    backup(live.url, tmp_path / "kept.db")
    with live.write(ANA) as session:
        since = lose(session, "Since then").id
    live.close()
    restore(live.url, tmp_path / "kept.db", replace=True)
    with live.write(ANA) as session:
        assert lose(session, "Another").id > since


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_file_that_is_none_of_ours_is_refused(live: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kept.db").write_bytes(content)
    with pytest.raises(BackupError):
        restore(live.url, tmp_path / "kept.db", replace=True)
    assert deals(tmp_path / "gotano.db") == 1


def test_a_damaged_backup_is_refused(live: Database, tmp_path: Path) -> None:
    for number in range(200):
        with live.write(ANA) as session:
            lose(session, f"Deal {number}")
    backup(live.url, tmp_path / "kept.db")
    content = bytearray((tmp_path / "kept.db").read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    (tmp_path / "kept.db").write_bytes(content)
    with pytest.raises(BackupError):
        restore(live.url, tmp_path / "kept.db", replace=True)
    assert deals(tmp_path / "gotano.db") == 201


def test_postgresql_has_tools_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        backup("postgresql+psycopg://x/y", tmp_path / "kept.db")
    with pytest.raises(BackupError, match="pg_dump"):
        restore("postgresql+psycopg://x/y", tmp_path / "kept.db", replace=True)
