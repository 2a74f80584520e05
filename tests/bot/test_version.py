"""gotano says which version it is: from a clone, and where it is installed."""

import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import version
from bot.cli import main

ROOT = Path(__file__).parents[2]


def test_a_clone_tells_its_own_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(version, "version", missing)
    said = CliRunner().invoke(main, ["--version"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (said.exit_code, said.output) == (0, f"gotano, version {project['version']}\n")


def test_an_installed_one_tells_what_was_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "version", lambda _name: "9.8.7")
    assert CliRunner().invoke(main, ["--version"]).output == "gotano, version 9.8.7\n"
