"""The trail of the playbook: a start with other files than the last one's is recorded, with which they are."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from prompts.playbook import files_of
from prompts.playbook_files import DEFAULT_FOLDER
from storage.audit import By, Entry, Event, last_playbook, record
from storage.database import Database
from storage.owner import EVERYBODY

_DIGITS = 16
"""Of each file's SHA-256: enough to tell two of its versions apart."""


def note_playbook(db: Database, own: Path | None, now: datetime) -> None:
    """Records the playbook's files when they are not those of the last start, or when there was none before."""
    files = files_of(own)
    digests = {name: _digest(path) for name, path in files.items()}
    with db.write(EVERYBODY) as session:
        before = last_playbook(session)
        known = before.details["files"] if before else digests
        changed = _changed(known, digests)
        if before and not changed:
            return
        details: dict[str, Any] = {
            "changed": changed,
            "own": sorted(name for name, path in files.items() if not path.is_relative_to(DEFAULT_FOLDER)),
            "files": digests,
        }
        record(session, Entry(now, Event.PLAYBOOK, By.BOT, details=details))


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The files that are new, gone or another."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
