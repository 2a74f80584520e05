"""A problem in a team's words points to the file, the line and the key."""

import shutil
from pathlib import Path

import pytest

from prompts.playbook import load_playbook
from prompts.playbook_files import PlaybookError, shipped_file


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(PlaybookError) as refused:
        load_playbook(folder)
    return refused.value.problems


def test_a_placeholder_nobody_fills_points_to_its_line(tmp_path: Path) -> None:
    own = tmp_path / "messages.toml"
    shutil.copy(shipped_file("messages.toml"), own)
    own.write_text(own.read_text().replace('next = "Next"', 'next = "Next {weather}"', 1))
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"{own}:{line_of(own, 'next = ')}: screens.next")


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ('rests_on = ["T7", "T13"]', 'rests_on = ["T70"]', "rests_on"),
        ("follow_up_days = 90", "follow_up_days = 0", "follow_up_days"),
    ],
    ids=["a_teaching_there_is_none_of", "no_days_at_all"],
)
def test_a_wrong_value_in_a_kinds_file_points_to_its_line(
    tmp_path: Path, was: str, now: str, key: str
) -> None:
    own = tmp_path / "kinds" / "not_now.toml"
    own.parent.mkdir()
    shutil.copy(shipped_file("kinds/not_now.toml"), own)
    own.write_text(own.read_text().replace(was, now, 1))
    assert now in own.read_text()
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"{own}:{line_of(own, now.split(' =')[0] + ' = ' + now.split(' = ')[1])}: ")
    assert key in problem


def test_a_missing_key_points_to_its_table(tmp_path: Path) -> None:
    own = tmp_path / "kinds" / "not_now.toml"
    own.parent.mkdir()
    shutil.copy(shipped_file("kinds/not_now.toml"), own)
    lines = own.read_text().splitlines()
    table = lines.index("[let_go]")
    say = next(number for number in range(table, len(lines)) if lines[number].startswith("say = "))
    own.write_text("\n".join(lines[:say] + lines[say + 1 :]))
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"{own}:{table + 1}: verdicts.let_go.say")
