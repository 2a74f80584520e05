"""SECURITY.md says what stands in whose way, and each line of it names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ATTACKS = PAGE.partition("## Who may attack")[2].partition("\n## ")[0]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
WHO = (
    "internet",
    "another rep",
    "another workspace",
    "slack connect",
    "copy of the database",
    "logs, metrics",
    "proxy",
    "network",
    "dependency",
    "admin",
)
"""Everybody who has to be thought of."""


def defences() -> list[str]:
    """The lines of all tables, without their heads."""
    lines = [line for line in ATTACKS.splitlines() if line.startswith("|")]
    return [line for line in lines if not re.match(r"\| what \||\|[-|]+$", line)]


def functions_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_defences_to_speak_of() -> None:
    assert len(defences()) > 30


@pytest.mark.parametrize("line", defences(), ids=lambda line: str(line.split("|")[1].strip()))
def test_a_line_of_defence_names_what_proves_it(line: str) -> None:
    _, what, defence, proof, _ = line.split("|")
    assert what.strip()
    assert defence.strip()
    assert NAMED.findall(proof), "no test proves it"
    assert NAMED.sub("", proof).strip(" ,") == "", "something else than tests is named"


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(PAGE))), ids=lambda named: str(named[1]))
def test_a_test_that_is_named_is_there(named: tuple[str, str]) -> None:
    path, name = named
    assert (ROOT / path).is_file(), f"there is no {path}"
    assert name in functions_of(ROOT / path), f"{path} has no {name}"


@pytest.mark.parametrize("who", WHO)
def test_everybody_who_may_attack_has_a_table(who: str) -> None:
    headings = [line.lower() for line in ATTACKS.splitlines() if line.startswith("### ")]
    assert any(who in heading for heading in headings)


def test_no_table_is_empty() -> None:
    for part in ATTACKS.split("\n### ")[1:]:
        assert any(line in defences() for line in part.splitlines()), part.splitlines()[0]


@pytest.mark.parametrize("heading", ["Report a problem", "What there is to protect", "What is not defended"])
def test_the_rest_is_said_too(heading: str) -> None:
    assert f"\n## {heading}\n" in PAGE


@pytest.mark.parametrize(
    "limit",
    ["not encrypted", "free pages", "server is trusted", "Slack is trusted", "in the clear", "TLS", "flood"],
)
def test_what_is_not_defended_is_said_plainly(limit: str) -> None:
    assert limit in PAGE.partition("## What is not defended")[2]


def test_which_versions_are_supported_is_said() -> None:
    assert "**Supported**" in PAGE


def test_every_full_run_looks_for_weaknesses_in_our_own_code() -> None:
    """Bandit is part of `make test`, and CI runs that; `make advisories` beside it asks about what is locked."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (run_by_test,) = re.findall(r"^test:.*\n\t(.*)$", makefile, re.MULTILINE)
    (static,) = re.findall(r"^static:.*\n\t(.*)$", makefile, re.MULTILINE)
    assert "static" in run_by_test.split()
    assert "bandit" in static.split()
    (run,) = re.findall(r"^RUN := (.*)$", makefile, re.MULTILINE)
    assert {"bot", "coaching", "handlers", "playground", "prompts", "storage"} <= set(run.split())
    assert re.search(r"^\t\S*bandit .*--severity-level medium \$\(RUN\)", makefile, re.MULTILINE)
    full = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make advisories$", full, re.MULTILINE)
    assert re.search(r"\bmake test\b", full)
