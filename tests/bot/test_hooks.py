"""`gotano hook`: made with its secret shown once, listed without, rotated, removed; all of it in the audit trail."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.check import check
from bot.cli import main
from storage.audit import Event, trail
from storage.database import Database
from storage.hook_tables import HookRow
from storage.hooks import find_hook, secrets_of
from storage.owner import EVERYBODY
from storage.secrets import new_key
from storage.tables import WorkspaceRow
from tests.crm import KEY, VAULT
from tests.databases import ready
from tests.storage.made import MONDAY

OTHER_KEY = new_key()
SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "GOTANO_ENCRYPTION_KEY": KEY,
}


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The bot is in one workspace, and has left another."""
    monkeypatch.chdir(tmp_path)
    made = ready(f"sqlite:///{tmp_path / 'gotano.db'}")
    with made.write(EVERYBODY) as session:
        session.add(WorkspaceRow(team="T0TEST", installed_at=MONDAY))
        session.add(WorkspaceRow(team="T0GONE", uninstalled_at=MONDAY))
    return made


def run(db: Database, *arguments: str, **environ: str) -> Result:
    given = {"DATABASE_URL": db.url} | SETTINGS | environ
    return CliRunner().invoke(main, ["hook", *arguments], env=given)


def secret_in(done: Result) -> str:
    assert done.exit_code == 0, done.output
    (found,) = re.findall(r"(?:whsec_|gotano_)\S+", done.output)
    return str(found)


def good(db: Database, hook_id: int = 1) -> tuple[str, ...]:
    with db.read(EVERYBODY) as session:
        return secrets_of(session, VAULT, hook_id, MONDAY)


@pytest.mark.parametrize(("more", "prefix"), [([], "whsec_"), (["--token"], "gotano_")])
def test_a_hook_is_made_and_its_secret_is_shown_once(db: Database, more: list[str], prefix: str) -> None:
    done = run(db, "add", "--in", *more, GOTANO_URL="https://bot.example.com")
    secret = secret_in(done)
    assert secret.startswith(prefix)
    assert "https://bot.example.com/hooks/lost-deals/1\n" in done.output
    assert good(db) == (secret,)
    listed = run(db, "list").output
    assert secret not in listed
    assert "T0TEST" in listed
    assert "not used yet" in listed


def test_a_rotation_prints_the_new_one_and_a_removal_leaves_none(db: Database) -> None:
    old = secret_in(run(db, "add", "--in"))
    new = secret_in(run(db, "rotate", "1"))
    assert good(db) == (new, old)
    assert run(db, "remove", "1").exit_code == 0
    assert good(db) == ()
    assert run(db, "list").output == "there are no hooks\n"


def test_a_rotation_whose_output_was_lost_is_made_again_and_says_until_when_the_one_in_use_is_good(
    db: Database,
) -> None:
    old = secret_in(run(db, "add", "--in"))
    assert "24 hours" in run(db, "rotate", "1").output
    again = run(db, "rotate", "1")
    assert good(db) == (secret_in(again), old)
    with db.read(EVERYBODY) as session:
        hook = find_hook(session, 1)
    assert hook
    assert hook.previous_until
    assert f"until {hook.previous_until:%Y-%m-%d %H:%M}" in again.output
    assert "24 hours" not in again.output


def test_all_of_it_is_in_the_audit_trail_without_a_secret(db: Database) -> None:
    secret_in(run(db, "add", "--in"))
    secret_in(run(db, "rotate", "1"))
    run(db, "remove", "1")
    with db.read(EVERYBODY) as session:
        entries = [entry for entry in trail(session, "T0TEST") if entry.what is Event.HOOK]
    assert [entry.details["did"] for entry in entries] == ["added", "rotated", "removed"]
    assert {entry.details["hook"] for entry in entries} == {1}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add"], "--in"),
        (["add", "--in", "--workspace", "T0NOBODY"], "T0NOBODY"),
        (["add", "--in", "--workspace", "T0GONE"], "T0GONE"),
        (["rotate", "7"], "7"),
        (["remove", "7"], "7"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_made(db: Database, arguments: list[str], said: str) -> None:
    done = run(db, *arguments)
    assert done.exit_code == 2
    assert said in done.output
    with db.read(EVERYBODY) as session:
        assert session.scalars(select(HookRow)).all() == []


def test_with_several_workspaces_it_asks_which(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        session.add(WorkspaceRow(team="T0MORE", installed_at=MONDAY))
    done = run(db, "add", "--in")
    assert (done.exit_code, "T0MORE, T0TEST" in done.output) == (2, True)
    assert run(db, "add", "--in", "--workspace", "T0MORE").exit_code == 0


def test_without_a_key_nothing_is_made(db: Database) -> None:
    done = run(db, "add", "--in", GOTANO_ENCRYPTION_KEY="")
    assert (done.exit_code, "gotano key" in done.output) == (2, True)


SOCKET_MODE = {"SLACK_APP_TOKEN": "xapp-1"}


@pytest.mark.parametrize(
    ("environ", "noted"), [(SOCKET_MODE, True), (SOCKET_MODE | {"PORT": "3000"}, False), ({}, False)]
)
def test_where_nothing_listens_at_its_address_that_is_said(
    db: Database, environ: dict[str, str], noted: bool
) -> None:
    asked = SETTINGS | {"DATABASE_URL": db.url, "SLACK_API_URL": "http://127.0.0.1:9"} | environ
    assert not [one for one in check(asked) if "PORT" in one.text], "there is no hook yet"
    done = run(db, "add", "--in", **environ)
    assert secret_in(done)
    assert ("until PORT is set" in done.output) == noted
    assert [one.kind for one in check(asked) if "until PORT is set" in one.text] == ["note"] * noted


def test_check_names_the_hooks_whose_secrets_no_listed_key_opens(db: Database) -> None:
    for key in (KEY, KEY, OTHER_KEY):
        run(db, "add", "--in", GOTANO_ENCRYPTION_KEY=key)
    run(db, "remove", "2")
    asked = SETTINGS | {"DATABASE_URL": db.url, "SLACK_API_URL": "http://127.0.0.1:9"}

    def closed(keys: str) -> list[str]:
        told = check(asked | {"GOTANO_ENCRYPTION_KEY": keys})
        return [one.text.split(" cannot")[0] for one in told if not one.fine and "hook" in one.text]

    assert closed(f"{OTHER_KEY},{KEY}") == []
    assert closed(KEY) == ["the secret of hook 3"]
    assert closed(OTHER_KEY) == ["the secret of hook 1"]
    assert closed(new_key()) == closed("") == ["the secrets of hooks 1, 3"]


def test_check_counts_hooks_and_says_when_they_were_last_used(db: Database) -> None:
    environ = SETTINGS | {"DATABASE_URL": db.url, "SLACK_API_URL": "http://127.0.0.1:9"}
    assert not [one for one in check(environ) if one.text.startswith("hooks that")]
    run(db, "add", "--in")
    assert any("hooks that take lost deals: 1; none was used yet" in one.text for one in check(environ))
    with db.write(EVERYBODY) as session:
        session.scalars(select(HookRow)).one().last_used_at = MONDAY
    assert any("2026-11-02 10:00" in one.text for one in check(environ))
