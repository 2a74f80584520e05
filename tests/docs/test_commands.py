"""Every block of commands that a page marks to be run is run, in order, and does what the page says."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.database import Database
from storage.export import export_deals
from storage.owner import EVERYBODY
from tests.docs.console import OTHERS, REP, Console
from tests.docs.pages import DOCS, ROOT, blocks, to_run

POSTGRESQL = "sh run postgresql"
MARKS = {"sh run", "sh run live", POSTGRESQL}
BACKUP, DATA, OPERATIONS = (ROOT / "docs" / f"{name}.md" for name in ("backup", "data", "operations"))
OTHER_PAGES = [page for page in DOCS if to_run(page) and page not in (BACKUP, DATA, OPERATIONS)]
"""Those whose commands have no test of their own, in which all of them are run."""


def kept(url: str) -> list[dict[str, object]]:
    """The lost deals of everybody."""
    db = Database(url)
    with db.read(EVERYBODY) as session:
        found = list(export_deals(session))
    db.close()
    return found


def workspaces(rows: list[dict[str, object]]) -> list[object]:
    return [row["workspace"] for row in rows]


def exported(file: Path) -> list[object]:
    return workspaces(json.loads(file.read_text()))


@pytest.mark.parametrize("page", OTHER_PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_succeed(page: Path, console: Console) -> None:
    for block in to_run(page):
        console.run(block)


def test_a_mark_is_one_of_those_that_are_run() -> None:
    kinds = {block.kind for page in DOCS for block in blocks(page)}
    assert {kind for kind in kinds if "run" in kind} <= MARKS


def test_the_restored_database_is_the_one_of_the_backup(console: Console) -> None:
    made, *restored = (block for block in to_run(BACKUP) if block.kind != POSTGRESQL)
    before = kept(console.sqlite)
    console.run(made)
    console.type(f"gotano erase --workspace {REP.team} --yes")
    assert workspaces(kept(console.sqlite)) == [OTHERS.team]
    for block in restored:
        console.run(block)
    assert kept(console.sqlite) == before


def test_the_commands_for_postgresql_restore_what_was_dumped(
    on_postgresql: Console, postgres_url: str
) -> None:
    for block in to_run(BACKUP):
        if block.kind == POSTGRESQL:
            on_postgresql.run(block)
    restored = make_url(postgres_url).set(database="gotano_restored").render_as_string(hide_password=False)
    assert workspaces(kept(restored)) == [REP.team, OTHERS.team]
    assert kept(restored) == kept(postgres_url)


def test_what_is_exported_is_theirs_and_what_is_erased_is_nobody_elses(console: Console) -> None:
    export, erase_rep, erase_all, trail = to_run(DATA)
    console.run(export)
    assert exported(console.folder / "rep.json") == [REP.team]
    with (console.folder / "workspace.csv").open(newline="") as file:
        assert [row["rep"] for row in csv.DictReader(file)] == [REP.rep]
    assert exported(console.folder / "everything.json") == [REP.team, OTHERS.team]
    console.run(erase_rep)
    assert workspaces(kept(console.sqlite)) == [OTHERS.team]
    console.run(erase_all)
    assert workspaces(kept(console.sqlite)) == [OTHERS.team]
    assert console.run(trail).count(" erase ") == 2
    of_rep = json.loads((console.folder / "trail-of-rep.json").read_text())
    assert [entry["what"] for entry in of_rep] == ["export", "erase"]


def test_a_bot_that_runs_says_that_it_is_well(console: Console) -> None:
    well, metrics = to_run(OPERATIONS)
    assert console.run(well).count('"status": "ok"') == 2
    assert "gotano_nudges_due 0.0" in console.run(metrics)
