"""What the pages name is there, and what is there they name: settings, commands, metrics, files and links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot import cli_data
from bot.cli import main
from bot.settings import SettingsError, read_settings
from tests.docs.pages import DOCS, PAGES, ROOT, anchors, blocks, code, links

README, ADMIN, OPERATIONS = ROOT / "README.md", ROOT / "docs" / "admin.md", ROOT / "docs" / "operations.md"
LINKING = [*PAGES, *(page for name in ("SECURITY.md", "LICENSES.md") if (page := ROOT / name).exists())]
OURS = re.compile(r"\b(?:GOTANO|SLACK)_[A-Z_]+\b")
COMMAND = re.compile(r"(?:^|bin/|exec \S+ )gotano ([a-z]+(?:-[a-z]+)*)([^|;>]*)")
METRIC = re.compile(r"\bgotano_[a-z_]+\b")
MADE = ("build", "dist")
"""Folders that are there only after something was made."""
COMMANDS = main.list_commands(click.Context(main))


def command(name: str) -> click.Command:
    """It is loaded when it is asked for."""
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


class Asked(dict[str, str]):
    """An environment that notes what it is asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return default


@pytest.fixture(scope="module")
def settings() -> set[str]:
    """Every variable that the bot's settings read."""
    environ = Asked()
    with pytest.raises(SettingsError):
        read_settings(environ)
    assert "SLACK_BOT_TOKEN" in environ.names
    return environ.names


def section(page: Path, heading: str) -> str:
    return page.read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_the_admin_page_lists_every_setting_and_no_other(settings: set[str]) -> None:
    cells = re.findall(r"^\| (.+?) \|", section(ADMIN, "Settings"), re.MULTILINE)
    assert set(re.findall(r"`([A-Z_]+)`", " ".join(cells))) == settings


def test_the_example_lists_every_setting_and_beside_them_what_compose_reads(settings: set[str]) -> None:
    told = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    composed = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert sorted(told) == sorted(settings | composed)


@pytest.mark.parametrize("page", [README, *DOCS], ids=lambda page: page.stem)
def test_a_page_names_no_setting_that_is_not_read(page: Path, settings: set[str]) -> None:
    assert set(OURS.findall(page.read_text())) <= settings


@pytest.mark.parametrize("name", COMMANDS)
def test_the_admin_page_has_every_command(name: str) -> None:
    assert re.search(rf"^\| `gotano {name}\b", section(ADMIN, "The command line"), re.MULTILINE)


def test_every_command_for_the_data_can_be_called() -> None:
    made = {one for one in vars(cli_data).values() if isinstance(one, click.Command)}
    assert {one.name for one in made - set(map(command, COMMANDS))} == set(), "name it in bot/cli.py"


def shown_commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command that a page shows, with the options it is shown with."""
    for line in code(page):
        for name, rest in COMMAND.findall(line):
            yield name, re.findall(r"--[a-z]+(?:-[a-z]+)*", rest)


def options_of(command: click.Command) -> set[str]:
    """Those of a group's commands too."""
    own = {option for each in command.params for option in each.opts}
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return own.union(*map(options_of, inner))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_that_is_shown_is_there_with_its_options(page: Path) -> None:
    for name, options in shown_commands(page):
        assert name in COMMANDS
        assert set(options) <= options_of(command(name)), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_make_target_that_is_shown_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {name for line in code(page) for name in re.findall(r"^make ([a-z]+)", line)} <= targets


def test_a_metric_that_is_named_is_counted() -> None:
    source = "".join((ROOT / "bot" / name).read_text() for name in ("metrics.py", "queue_metrics.py"))
    counted = set(re.findall(r'"(gotano_[a-z_]+)"', source))
    told = {re.sub(r"_(total|bucket)$", "", name) for name in METRIC.findall(OPERATIONS.read_text())}
    assert told == counted


def test_the_sample_alerts_are_rules_with_a_name_and_a_question() -> None:
    (alerts,) = [yaml.safe_load(block.text) for block in blocks(OPERATIONS) if block.kind == "yaml"]
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    assert rules
    assert all(rule["alert"] and rule["expr"].count("(") == rule["expr"].count(")") for rule in rules)


@pytest.mark.parametrize("page", LINKING, ids=lambda page: page.stem)
def test_a_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_file_that_is_named_is_there(page: Path) -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - set(MADE)
    named = [word for line in code(page) for word in re.findall(r"^[\w.*-]+(?:/[\w.*-]*)+$", line)]
    for name in named:
        if name.split("/")[0] in folders:
            assert list(ROOT.glob(name.rstrip("/"))), name
