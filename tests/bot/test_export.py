"""`gotano export`: every lost deal as JSON or CSV, no lesson, and no cell that a spreadsheet would run."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from coaching.kinds import Question
from storage.database import Database
from storage.export import FIELDS
from storage.owner import EVERYBODY
from tests.databases import ready
from tests.storage.made import SAM, lose

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "ok\r=1+1",
    "ok\n=1+1",
    '=HYPERLINK("http://x","y")',
]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    told = f"sqlite:///{tmp_path / 'gotano.db'}"
    ready(told).close()
    return told


def put(url: str, *prospects: str, words: str | None = None) -> None:
    db = Database(url)
    with db.write(EVERYBODY) as session:
        for prospect in prospects:
            lose(session, prospect, words=words, lesson="hush", notes={Question.CONDITION: "hush"})
    db.close()


def export(url: str, *arguments: str) -> str:
    ended = CliRunner().invoke(main, ["export", *arguments], env={"DATABASE_URL": url})
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_json_tells_each_deal_and_no_lesson(url: str) -> None:
    put(url, "Søn & 😀", "Acme", words="No, thank you.\nReally.")
    told = export(url)
    assert [row["prospect"] for row in json.loads(told)] == ["Søn & 😀", "Acme"]
    assert set(json.loads(told)[0]) == set(FIELDS)
    assert "Søn & 😀" in told
    assert "hush" not in told


def test_csv_tells_the_same_as_json(url: str) -> None:
    put(url, 'Quote " and, comma', "Line\nbreak", words="😀")
    rows = list(csv.DictReader(io.StringIO(export(url, "--format", "csv"))))
    wanted = [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in json.loads(export(url))
    ]
    assert rows == wanted


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_csv_runs_as_a_formula(url: str, formula: str) -> None:
    db = Database(url)
    with db.write(EVERYBODY) as session:
        lose(session, f"x{formula}", words=formula)
        lose(session, "plain", SAM)
    db.close()
    first, second = csv.DictReader(io.StringIO(export(url, "--format", "csv"), newline=""))
    assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in first.values())
    assert first["words"].endswith(formula)
    assert second["prospect"] == "plain"


def test_an_empty_database_exports_nothing(url: str) -> None:
    assert json.loads(export(url)) == []
    assert export(url, "--format", "csv").strip() == ",".join(FIELDS)


@pytest.mark.parametrize(
    ("told", "code"),
    [("sqlite:///{tmp}/without-tables.db", 1), ("sqlite:////no/such/x.db", 1), ("nonsense", 2)],
)
def test_a_database_that_will_not_do_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(main, ["export"], env={"DATABASE_URL": told.format(tmp=tmp_path)})
    assert ended.exit_code == code
    assert "database" in ended.output.lower()


def test_migrate_makes_a_database_that_export_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    assert CliRunner().invoke(main, ["migrate"], env=told).exit_code == 0
    assert json.loads(export(told["DATABASE_URL"])) == []
