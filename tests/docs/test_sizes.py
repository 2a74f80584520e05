"""The tests can be read: no file of them is long, and no function unless it says why it stays in one piece."""

import ast
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT

FILES = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES_OF_A_FILE = 250
MOST_LINES_OF_A_FUNCTION = 25
"""From `def` to its last line, decorators and the tables in them left out."""
REASON = "# In one piece: "


def long_functions(source: str) -> Iterator[str]:
    """The names of the functions that are too long and do not say why."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            its_own = lines[node.lineno - 1 : last]
            if len(its_own) > MOST_LINES_OF_A_FUNCTION and not any(map(gives_a_reason, its_own)):
                yield node.name


def gives_a_reason(line: str) -> bool:
    return line.strip().startswith(REASON) and len(line.strip()) > len(REASON.strip())


def test_no_file_of_the_tests_is_long() -> None:
    assert len(FILES) > 100
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_no_function_of_the_tests_is_long_unless_it_says_why() -> None:
    found = {path.name: list(long_functions(path.read_text(encoding="utf-8"))) for path in FILES}
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("lines", "reason", "told"),
    [
        (25, "", []),
        (26, "", ["long"]),
        (26, "    # In one piece: a walk is read step by step.", []),
        (26, "    # In one piece:", ["long"]),
        (26, "    # Nobody has cut it yet.", ["long"]),
    ],
)
def test_a_long_function_is_found_unless_it_gives_a_reason(lines: int, reason: str, told: list[str]) -> None:
    body = [reason or "    pass", *["    pass"] * (lines - 2)]
    assert list(long_functions("\n".join(["def long():", *body]))) == told
