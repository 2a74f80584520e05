"""`gotano erase`, the export of one workspace or rep, and the keys of stored tokens."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from bot.cli import main
from storage.database import Database
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_zone
from storage.tables import DealRow, RepRow
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, SAM, lose

OTHER_ANA = Owner("T0OTHER", ANA.rep)
EVERYONE = {ANA, SAM, OTHER_ANA}


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Two reps of one workspace, and one of them under the same id in another."""
    monkeypatch.chdir(tmp_path)
    made = ready(f"sqlite:///{tmp_path / 'gotano.db'}")
    for owner in EVERYONE:
        with made.write(owner) as session:
            remember_zone(session, owner, "UTC", MONDAY)
            lose(session, owner=owner)
    return made


def run(db: Database, *arguments: str, answer: str | None = None, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, input=answer, env={"DATABASE_URL": db.url} | environ)


def left(db: Database) -> set[Owner]:
    with db.read(EVERYBODY) as session:
        deals = {Owner(*row) for row in session.execute(select(DealRow.team, DealRow.rep))}
        assert {Owner(*row) for row in session.execute(select(RepRow.team, RepRow.rep))} == deals
    return deals


@pytest.mark.parametrize(
    ("whose", "stays"),
    [
        (["--workspace", "T0TEST"], {OTHER_ANA}),
        (["--workspace", "T0TEST", "--rep", "U0ANA"], {SAM, OTHER_ANA}),
        (["--workspace", "T0OTHER", "--rep", "U0SAM"], EVERYONE),
        (["--workspace", "T0NOBODY"], EVERYONE),
    ],
)
def test_erase_erases_whom_it_names_and_nobody_else(
    db: Database, whose: list[str], stays: set[Owner]
) -> None:
    assert run(db, "erase", *whose, "--yes").exit_code == 0
    assert left(db) == stays


def test_erase_asks_first_and_says_how_much(db: Database) -> None:
    refused = run(db, "erase", "--workspace", "T0TEST", answer="n\n")
    assert refused.exit_code == 1
    assert "2 lost deals" in refused.output
    assert left(db) == EVERYONE
    assert run(db, "erase", "--workspace", "T0TEST", answer="y\n").exit_code == 0
    assert left(db) == {OTHER_ANA}


def test_an_erased_workspace_leaves_no_token_behind(db: Database) -> None:
    row = (
        "INSERT INTO slack_bots (client_id, app_id, team_id, bot_token, is_enterprise_install, installed_at)"
    )
    with db.engine.begin() as connection:
        for team in ("T0TEST", "T0OTHER"):
            connection.execute(text(f"{row} VALUES ('1', 'A', '{team}', 'sealed', false, '2026-11-02')"))
    run(db, "erase", "--workspace", "T0TEST", "--yes")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT team_id FROM slack_bots")).scalars().all() == ["T0OTHER"]


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ([], EVERYONE),
        (["--workspace", "T0TEST"], {ANA, SAM}),
        (["--workspace", "T0OTHER", "--rep", "U0ANA"], {OTHER_ANA}),
    ],
)
def test_an_export_tells_of_whom_it_names(db: Database, whose: list[str], told: set[Owner]) -> None:
    rows = json.loads(run(db, "export", *whose).output)
    assert {Owner(row["workspace"], row["rep"]) for row in rows} == told


def test_a_rep_alone_names_nobody_for_certain(db: Database) -> None:
    refused = run(db, "export", "--rep", "U0ANA")
    assert refused.exit_code == 2
    assert "--workspace" in refused.output


def test_a_key_is_one_that_the_settings_take_and_each_is_new(db: Database) -> None:
    keys = [run(db, "key").output.strip() for _ in range(2)]
    assert keys[0] != keys[1]
    oauth = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
    done = run(db, "rekey", **oauth, GOTANO_ENCRYPTION_KEY=",".join(keys))
    told = "0 tokens and the secrets of 0 hooks are encrypted with the first key\n"
    assert (done.exit_code, done.output) == (0, told)


def test_rekey_without_a_key_says_what_is_missing(db: Database) -> None:
    oauth = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
    refused = run(db, "rekey", **oauth)
    assert refused.exit_code == 2
    assert "GOTANO_ENCRYPTION_KEY" in refused.output
