"""`gotano audit`: what the command line and the start of the bot leave in the trail, and how it is printed."""

import json
import os
import pwd
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.playbook_trail import note_playbook
from prompts.playbook_files import DEFAULT_FOLDER
from storage.database import Database
from storage.owner import Owner
from tests.bot.test_data import run
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, lose

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUDO_USER", raising=False)
    made = ready(f"sqlite:///{tmp_path / 'gotano.db'}")
    for owner in (ANA, Owner("T0OTHER", "U0ANA")):
        with made.write(owner) as session:
            lose(session, "Dana Reyes", owner, words="Secret words", lesson="Secret lesson")
    return made


def trail(db: Database, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(db, "audit", "--format", "json", *arguments).output)
    return found


def test_exports_and_erasures_are_told_with_who_whose_and_how_much(db: Database) -> None:
    run(db, "export", "--format", "csv")
    run(db, "erase", "--workspace", "T0TEST", "--rep", "U0ANA", "--yes")
    run(db, "erase", "--workspace", "T0OTHER", "--yes")
    told = [{key: value for key, value in entry.items() if key != "at"} for entry in trail(db)]
    server = {"by": "server", "who": ME}
    assert told == [
        server
        | {"what": "export", "workspace": None, "rep": None}
        | {"details": {"lost_deals": 2, "format": "csv"}},
        server | {"what": "erase", "workspace": "T0TEST", "rep": "U0ANA", "details": {"lost_deals": 1}},
        server | {"what": "erase", "workspace": "T0OTHER", "rep": None, "details": {"lost_deals": 1}},
    ]
    assert not [word for word in ("Dana", "Secret") if word in str(trail(db))]


def test_an_erasure_that_was_not_confirmed_leaves_no_entry(db: Database) -> None:
    run(db, "erase", "--workspace", "T0TEST", answer="n\n")
    assert trail(db) == []


def test_the_table_has_a_line_an_entry_and_says_when_there_is_none(db: Database) -> None:
    assert run(db, "audit").output == "nothing is recorded yet\n"
    run(db, "export", "--workspace", "T0TEST")
    head, line = run(db, "audit").output.splitlines()
    assert head.index("who") == line.index(f"server {ME}")
    assert line.endswith("T0TEST     all  lost deals 1, format json")


def test_it_is_asked_of_one_workspace_or_rep(db: Database) -> None:
    run(db, "export", "--workspace", "T0TEST", "--rep", "U0ANA")
    run(db, "export", "--workspace", "T0OTHER")
    assert [one["workspace"] for one in trail(db, "--workspace", "T0OTHER")] == ["T0OTHER"]
    assert [one["rep"] for one in trail(db, "--workspace", "T0TEST", "--rep", "U0ANA")] == ["U0ANA"]
    assert run(db, "audit", "--rep", "U0ANA").exit_code == 2


def test_who_became_the_user_by_sudo_is_named_too(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "ana")
    run(db, "export")
    assert trail(db)[0]["who"] == f"{ME} (sudo by ana)"


def test_new_keys_are_told(db: Database) -> None:
    oauth = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
    key = run(db, "key").output.strip()
    assert run(db, "rekey", **oauth, GOTANO_ENCRYPTION_KEY=key).exit_code == 0
    (entry,) = trail(db)
    assert (entry["what"], entry["details"]) == ("rekey", {"tokens": 0, "hooks": 0})
    assert key not in str(entry)


def test_a_start_with_other_words_is_told_with_the_files_that_differ(db: Database, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    numbers = (DEFAULT_FOLDER / "numbers.toml").read_text()
    note_playbook(db, None, MONDAY)
    note_playbook(db, None, MONDAY + timedelta(days=1))
    (own / "numbers.toml").write_text(numbers)
    note_playbook(db, own, MONDAY + timedelta(days=2))
    (own / "numbers.toml").write_text(numbers + "\n# ours\n")
    note_playbook(db, own, MONDAY + timedelta(days=3))
    note_playbook(db, own, MONDAY + timedelta(days=4))
    told = [(one["at"][:10], one["details"]["changed"], one["details"]["own"]) for one in trail(db)]
    assert told == [("2026-11-02", [], []), ("2026-11-05", ["numbers.toml"], ["numbers.toml"])]
    assert len(trail(db)[0]["details"]["files"]) == 17
    assert "first start" in run(db, "audit").output
