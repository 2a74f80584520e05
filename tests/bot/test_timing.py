"""`gotano timing`: the estimate a kind as a table, or each row's chance as CSV; without a database."""

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from coaching.timing.forecast import forecast
from coaching.timing.past import Past
from tests.coaching.asks import some
from tests.coaching.cases import policy

ASKS = [
    *some("not_now", 60, 30, days=21),
    *some("not_now", 60, 3),
    *some("no_need", 300, 0),
    *some("Too dear", 7, 3, days=30),
]
HEAD = ["kind", "said_no_on", "asked_on", "came_back"]
ROWS = [[ask.kind, f"{ask.said_no_on}", f"{ask.asked_on}", f"{ask.came_back:d}"] for ask in ASKS]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "past.csv", HEAD, ROWS)


def write(path: Path, head: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def timing(path: Path, *arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["timing", "--from", str(path), *arguments], env=environ)


def test_the_table_tells_counts_chance_range_and_day_of_each_kind(path: Path) -> None:
    ended = timing(path)
    assert ended.exit_code == 0
    head, no_need, not_now, other, *rest = ended.stdout.splitlines()
    assert head.split("  ")[0] == "kind"
    assert no_need.split()[:3] == ["no_need", "300", "0"]
    assert "let go" in no_need
    assert not_now.split()[:3] == ["not_now", "120", "33"]
    assert "21 days" in not_now
    assert "after 21 to 21 days" in not_now
    assert other.split()[:4] == ["Too", "dear", "7", "3"]
    assert "  not_now: follow_up_days = 21 instead of 90; 33 of 120 came back" in "\n".join(rest)
    assert all(re.search(r"\(\d+% sure\)$", line) for line in rest if line.startswith("  "))


def test_predict_prints_the_rows_as_they_are_and_a_chance(path: Path) -> None:
    ended = timing(path, "--predict")
    assert ended.exit_code == 0
    assert ended.stderr == ""
    head, *rows = csv.reader(io.StringIO(ended.stdout))
    assert head == [*HEAD, "chance"]
    assert [row[:-1] for row in rows] == ROWS
    assert [row[-1] for row in rows] == [f"{chance:.6f}" for chance in forecast(Past.of(ASKS), policy())]


def test_other_columns_are_kept_and_named(path: Path) -> None:
    write(path, ["id", *HEAD, "Größe"], [["7", *row, 'a "b", c'] for row in ROWS])
    ended = timing(path, "--predict")
    assert "left alone: id, Größe" in ended.stderr
    head, first, *_ = csv.reader(io.StringIO(ended.stdout))
    assert head == ["id", *HEAD, "Größe", "chance"]
    assert first[:-1] == ["7", *ROWS[0], 'a "b", c']


def test_rows_without_an_outcome_are_counted_by_nobody_and_told_of(path: Path) -> None:
    write(path, HEAD, [*ROWS, ["not_now", "2024-05-01", "2024-08-01", ""]])
    ended = timing(path)
    assert f"1 of {len(ROWS) + 1} rows have no outcome yet" in ended.stderr
    assert ended.stdout == timing(write(path, HEAD, ROWS)).stdout
    assert len(timing(path, "--predict").stdout.splitlines()) == len(ROWS) + 1


@pytest.mark.parametrize("arguments", [(), ("--predict",)])
def test_a_file_with_a_mistake_prints_nothing_and_ends_with_2(path: Path, arguments: tuple[str, ...]) -> None:
    write(path, HEAD, [*ROWS, ["not_now", "2024-05-01", "?", "1"], ["", "2024-05-01", "2024-05-02", "1"]])
    ended = timing(path, *arguments)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert f'line {len(ROWS) + 2}, asked_on: "?"' in ended.stderr
    assert f"line {len(ROWS) + 3}, kind: it is empty" in ended.stderr


def test_a_column_called_chance_is_not_written_over(path: Path) -> None:
    write(path, [*HEAD, "chance"], [[*row, "0.5"] for row in ROWS])
    ended = timing(path, "--predict")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "line 1: there is a column chance already" in ended.stderr
    assert timing(path).exit_code == 0


def test_dates_that_may_be_meant_either_way_are_asked_about(path: Path) -> None:
    write(path, HEAD, [["not_now", "01/02/2024", "03/04/2024", "1"]])
    assert timing(path).exit_code == 2
    assert "--dates day-first" in timing(path).stderr
    assert timing(path, "--dates", "day-first").exit_code == 0
    assert timing(path, "--dates", "month-first").exit_code == 0


def test_a_team_s_own_numbers_hold(path: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shipped = (Path(__file__).parents[2] / "prompts" / "numbers.toml").read_text(encoding="utf-8")
    (own / "numbers.toml").write_text(shipped.replace("ask_cost_percent = 3", "ask_cost_percent = 60"))
    assert "let go" in timing(path, GOTANO_PLAYBOOK_DIR=str(own)).stdout.splitlines()[2]
    ended = timing(path, GOTANO_PLAYBOOK_DIR=str(tmp_path / "nowhere"))
    assert ended.exit_code == 2
    assert "GOTANO_PLAYBOOK_DIR" in ended.stderr
