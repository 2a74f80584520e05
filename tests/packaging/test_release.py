"""A release: one version everywhere, locks that agree with each other, and a wheel that anybody can make again."""

import os
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from scripts.locked import read_lock
from tests.packaging.builder import WHEEL_TIME
from tests.packaging.conftest import REPOSITORY
from tests.packaging.context import copy_context
from tests.packaging.running import Built

LOCKS = {
    "requirements/runtime.txt": None,
    "requirements/demo.txt": "demo",
    "requirements/dev.txt": "dev",
    "requirements/bench.txt": "bench",
}
"""Each with the extra that it adds to what the bot needs."""


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return dict(tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"])


def test_the_newest_release_in_the_changelog_is_this_version(project: dict[str, Any]) -> None:
    told = re.findall(r"^## (\d\S*)", (REPOSITORY / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert told[0] == project["version"]
    assert [Version(each) for each in told] == sorted(map(Version, told), reverse=True)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(name: str, project: dict[str, Any]) -> None:
    locked = {pin.name: pin.version for pin in read_lock(REPOSITORY / name)}
    extra = project["optional-dependencies"].get(LOCKS[name], [])
    for wanted in map(Requirement, [*project["dependencies"], *extra]):
        assert locked[canonicalize_name(wanted.name)] in wanted.specifier


def test_a_package_has_one_version_of_the_same_files_in_all_locks() -> None:
    """So whoever installed one of them knows that the others can be had."""
    pins = {pin for name in LOCKS for pin in read_lock(REPOSITORY / name)}
    assert [name for name, count in Counter(pin.name for pin in pins).items() if count > 1] == []


def test_what_develops_the_bot_holds_all_that_runs_it() -> None:
    running, developing = (
        set(read_lock(REPOSITORY / f"requirements/{name}.txt")) for name in ("runtime", "dev")
    )
    assert running <= developing


@pytest.mark.parametrize("line", ["requests", "requests==2.0", "requests>=2 --hash=sha256:" + 64 * "0"])
def test_a_lock_that_leaves_something_open_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.lock").write_text(f"{line}\n")
    with pytest.raises(ValueError, match="neither pinned nor hashed"):
        read_lock(tmp_path / "x.lock")


def test_the_wheel_is_the_same_wherever_and_whenever_it_is_made(built: Built, tmp_path: Path) -> None:
    source = tmp_path / "elsewhere"
    copy_context(REPOSITORY, source)
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert _wheel(built, source, tmp_path / "dist").read_bytes() == built.wheel.read_bytes()


def _wheel(built: Built, source: Path, target: Path) -> Path:
    """As `make dist` does, with the locked setuptools of the image's build stage."""
    pip = [str(built.base / "pip"), "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    env = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": str(WHEEL_TIME)}
    subprocess.run([*pip, "--wheel-dir", target, source], env=env, check=True, capture_output=True, text=True)
    (wheel,) = target.iterdir()
    return wheel


def test_make_dist_takes_the_commits_time() -> None:
    recipe = (REPOSITORY / "Makefile").read_text().partition("\ndist:")[2].partition("\n\n")[0]
    assert "SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct)" in recipe
    for flag in ("--no-deps", "--no-index", "--no-build-isolation", "umask 022"):
        assert flag in recipe
