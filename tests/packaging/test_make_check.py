"""`make check` picks the tests of what changed, and says how long each target took."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import timed
from scripts.changed import changed_since_main, find_tests
from tests.packaging.conftest import REPOSITORY

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A repository with one commit on main."""

    def run(*told: str) -> str:
        who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
        return subprocess.run(
            ["git", *who, *told], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    run("init", "--quiet", "--initial-branch=main")
    (tmp_path / ".gitignore").write_text("*.db\n")
    for folder in ("bot", "tests"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "there.py").write_text("")
    run("add", ".")
    run("commit", "--quiet", "--message=first")
    return run


def test_on_main_nothing_has_changed(git: Git, tmp_path: Path) -> None:
    assert git("status", "--short") == ""
    assert changed_since_main(tmp_path) == []


def test_what_is_committed_on_a_branch_edited_or_new_has_changed(git: Git, tmp_path: Path) -> None:
    git("switch", "--quiet", "--create=branch")
    (tmp_path / "bot" / "committed.py").write_text("")
    git("add", ".")
    git("commit", "--quiet", "--message=second")
    (tmp_path / "bot" / "there.py").write_text("edited = True\n")
    (tmp_path / "a new file").write_text("")
    (tmp_path / "ignored.db").write_text("")
    assert sorted(changed_since_main(tmp_path)) == ["a new file", "bot/committed.py", "bot/there.py"]


def test_what_main_has_done_since_is_no_change_of_the_branch(git: Git, tmp_path: Path) -> None:
    git("switch", "--quiet", "--create=branch")
    git("switch", "--quiet", "main")
    (tmp_path / "bot" / "later.py").write_text("")
    git("add", ".")
    git("commit", "--quiet", "--message=second")
    git("switch", "--quiet", "branch")
    assert changed_since_main(tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ([], []),
        (["bot/cli.py", "bot/run.py"], ["tests/bot"]),
        (["bot/cli.py", "coaching/kinds.py"], ["tests/bot", "tests/coaching"]),
        (["storage/migrations/versions/0001.py"], ["tests/storage"]),
        (["tests/stories/test_home.py"], ["tests/stories"]),
        (["tests/rig.py"], ["tests/stories/test_journey.py"]),
        (["tests/rig.py", "tests/databases.py"], ["tests/stories/test_journey.py"]),
        (["Dockerfile"], ["tests/packaging"]),
        (["requirements/dev.txt", "scripts/image.py", "deploy/x", ".ci/run"], ["tests/packaging"]),
        (["docs/data.md"], ["tests/docs"]),
        (["a room without tests/x.py"], []),
    ],
)
def test_each_change_has_its_tests(changed: list[str], tests: list[str]) -> None:
    assert find_tests(changed, REPOSITORY) == tests


@pytest.fixture
def make(tmp_path: Path) -> list[str]:
    """The command; each of its targets leaves a file of its name."""
    makefile = tmp_path / "Makefile"
    makefile.write_text("%:\n\t@touch $@\nbad:\n\t@touch bad && exit 3\n")
    return ["make", "--no-print-directory", "--silent", f"--directory={tmp_path}"]


def test_targets_run_in_turn_and_each_is_told_with_its_seconds(
    make: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert timed.main([*make, "lint", "types"]) == 0
    assert re.fullmatch(r"lint \d+ s, types \d+ s; in all \d+ s\n", capfd.readouterr().out)
    assert (tmp_path / "lint").exists()
    assert (tmp_path / "types").exists()


def test_the_first_that_fails_is_the_last_that_runs(
    make: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert timed.main([*make, "lint", "bad", "types"]) != 0
    assert re.fullmatch(r"lint \d+ s, bad \d+ s; in all \d+ s\n", capfd.readouterr().out)
    assert not (tmp_path / "types").exists()
