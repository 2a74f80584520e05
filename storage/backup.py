"""A copy of a SQLite database made while it is in use, and put back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url


class BackupError(Exception):
    """It cannot be done, and why."""


def backup(url: str, target: Path) -> None:
    """Copies the whole database into a new file, as it is at one moment; writers go on meanwhile."""
    source = _file_of(url)
    if not source.exists():
        raise BackupError(f"there is no database at {source}")
    if target.exists():
        raise BackupError(f"{target} is there already; a backup never overwrites")
    # Beside the target under another name first: a backup that was interrupted is not taken for a whole one.
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _must_be_whole(copy, unfinished)
    unfinished.rename(target)


def restore(url: str, source: Path, replace: bool) -> None:
    """Puts a backup in the place of the database; what is there now is replaced only when that is said."""
    target = _file_of(url)
    if not source.exists():
        raise BackupError(f"there is no file {source}")
    if target.exists() and not replace:
        raise BackupError(f"there is a database at {target} already: stop the bot, and say --replace")
    with closing(sqlite3.connect(f"file:{source.resolve()}?mode=ro", uri=True)) as kept:
        _must_be_whole(kept, source)
        with closing(sqlite3.connect(target, timeout=30)) as live:
            try:
                kept.backup(live)
                _mind_the_gap(live)
            except sqlite3.OperationalError as error:
                raise BackupError(f"{target} is in use ({error}): stop the bot first") from None
    target.chmod(0o600)


def _mind_the_gap(live: sqlite3.Connection) -> None:
    """What happened since the backup is not in it, and yet stands in Slack.

    What is pending may have been sent since, so it is looked for first; and no id is given a second time, since
    a button on an old message must not reach another deal.
    """
    columns = {row[1] for row in live.execute("PRAGMA table_info(nudges)")}
    if "unknown_since" in columns:
        live.execute(
            "UPDATE nudges SET unknown_since = '2000-01-01 00:00:00.000000' WHERE status = 'pending'"
        )
    live.execute("UPDATE sqlite_sequence SET seq = seq + 1000000")
    live.commit()


def _file_of(url: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise BackupError("this is for SQLite. For PostgreSQL use pg_dump and pg_restore, see docs/backup.md")
    return Path(address.database or "")


def _must_be_whole(connection: sqlite3.Connection, path: Path) -> None:
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        known = connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is no database of gotano's: {error}") from None
    if found != "ok" or not known:
        raise BackupError(f"{path} is damaged: {found}")
