"""`gotano import`: the same reader as in Slack, a look without storing, and exit codes as the others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from handlers.lists.lost_deals import MOST_BYTES
from storage.audit import By, Event, trail
from storage.database import Database
from storage.imports import Imported, count_imported
from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY, Owner
from storage.workspaces import mark_installed
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, lose
from tests.stories.lists import LIST

BAD = f"{LIST}Cope,,soon,,,,\nDune,,,,a lot,,\n,,,,1,,\n"


@pytest.fixture
def db(each_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The bot is in one workspace."""
    monkeypatch.chdir(tmp_path)
    with closing(ready(each_url)) as made:
        with made.write(EVERYBODY) as session:
            mark_installed(session, ANA.team, MONDAY)
        yield made


def run(db: Database, *arguments: str, content: str = LIST) -> Result:
    Path("lost.csv").write_text(content, encoding="utf-8")
    command = ["import", "lost.csv", "--rep", ANA.rep, *arguments]
    return CliRunner().invoke(main, command, env={"DATABASE_URL": db.url})


def counted(db: Database, owner: Owner = ANA) -> Imported:
    with db.read(owner) as session:
        return count_imported(session, owner)


def test_a_list_comes_in_for_the_rep_that_is_named(db: Database) -> None:
    done = run(db)
    assert done.exit_code == 0
    assert "line 2: Dana Reyes, Acme, 2026-03-31" in done.output
    assert done.output.endswith("imported: 2 lost deals for U0ANA in T0TEST\n")
    with db.read(ANA) as session:
        assert [one.prospect for one in session.scalars(select(OfferRow))] == ["Dana Reyes", "Eli Stone"]


def test_the_trail_tells_who_did_it_and_nobody_s_words(db: Database) -> None:
    run(db)
    with db.read(EVERYBODY) as session:
        (entry,) = [one for one in trail(session) if one.what is Event.IMPORT]
    assert (entry.by, entry.team, entry.rep, entry.details) == (
        By.SERVER,
        "T0TEST",
        "U0ANA",
        {"lost_deals": 2},
    )


def test_a_dry_run_stores_nothing_and_tells_the_same(db: Database) -> None:
    looked = run(db, "--dry-run", content=BAD)
    assert looked.exit_code == 0
    assert counted(db) == Imported()
    done = run(db, content=BAD)
    assert done.output.splitlines()[:-1] == looked.output.splitlines()[:-1]
    assert counted(db) == Imported(all=2, waiting=2)


def test_bad_rows_are_named_by_line_and_the_others_come_in(db: Database) -> None:
    told = run(db, content=BAD).output
    assert 'line 4, lost_on: "soon" isn\'t a date I can read (2024-03-31, ' in told
    assert 'line 5, amount: "a lot" isn\'t an amount I can read' in told
    assert "line 6, prospect: nobody is named" in told


def test_the_same_file_again_changes_nothing(db: Database) -> None:
    run(db)
    again = run(db)
    assert (again.exit_code, counted(db).all) == (0, 2)
    assert "already: nothing has changed" in again.output


def test_a_prospect_with_an_open_lost_deal_is_told_and_left_out(db: Database) -> None:
    with db.write(ANA) as session:
        lose(session, "Dana Reyes, Acme")
    told = run(db).output
    assert "here already, left out: 1\n  line 2: Dana Reyes, Acme" in told
    assert counted(db).all == 1


def test_of_a_long_list_the_first_rows_are_shown(db: Database) -> None:
    told = run(db, "--dry-run", content="prospect\n" + "".join(f"P{n}\n" for n in range(9))).output
    assert "new: 9" in told
    assert "  and 4 more" in told


@pytest.mark.parametrize(
    ("arguments", "content", "said"),
    [
        ([], "owner\nSam\n", 'no column is the prospect\'s; there are "owner"'),
        ([], "prospect,lost_on\nDana,01/02/2026\n", "say --dates day-first"),
        ([], "x" * (MOST_BYTES + 1), "at most 1 MB are read"),
        (["--workspace", "T0NOBODY"], LIST, "the bot is not in the workspace T0NOBODY; it is in T0TEST"),
        (["--rep", "ana@example.com"], LIST, "a person's id is U… or W…"),
        (["--dates", "backwards"], LIST, "day-first"),
    ],
)
def test_what_cannot_be_read_or_placed_is_refused_whole(
    db: Database, arguments: list[str], content: str, said: str
) -> None:
    done = run(db, *arguments, content=content)
    assert done.exit_code == 2
    assert said in done.output
    assert counted(db) == Imported()


def test_dates_are_read_as_the_option_says(db: Database) -> None:
    told = run(db, "--dates", "month-first", content="prospect,lost_on\nDana,01/02/2026\n")
    assert "Dana, 2026-01-02" in told.output


def test_a_file_that_is_not_there_is_said_so(db: Database) -> None:
    done = CliRunner().invoke(main, ["import", "none.csv", "--rep", "U0ANA"], env={"DATABASE_URL": db.url})
    assert (done.exit_code, "none.csv" in done.output) == (2, True)


def test_of_several_workspaces_one_must_be_named(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        mark_installed(session, "T0OTHER", MONDAY)
    assert run(db).exit_code == 2
    assert run(db, "--workspace", "T0OTHER").exit_code == 0
    assert counted(db, Owner("T0OTHER", ANA.rep)).all == 2


def test_without_a_database_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lost.csv").write_text(LIST, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'none' / 'gotano.db'}"
    done = CliRunner().invoke(main, ["import", "lost.csv", "--rep", "U0ANA"], env={"DATABASE_URL": url})
    assert done.exit_code == 1
