"""The licences of what the bot is installed with: all known, all allowed, all told."""

import pytest

from scripts.licences import TARGET, licence_of, refused, render
from scripts.locked import Pin, read_lock
from tests.packaging.conftest import REPOSITORY


@pytest.fixture(scope="module")
def pins() -> list[Pin]:
    return read_lock(REPOSITORY / "requirements/runtime.txt")


def test_what_is_told_is_what_is_locked(pins: list[Pin]) -> None:
    assert TARGET.read_text() == render(pins), "make licences"


def test_every_licence_is_allowed(pins: list[Pin]) -> None:
    bad = {pin.name: found for pin in pins if (found := refused(pin.name, licence_of(pin)))}
    assert bad == {}, "replace the package, or allow its licence in scripts/licences.py and say why"


@pytest.mark.parametrize(
    ("name", "expression", "bad"),
    [
        ("anything", "MIT", []),
        ("anything", "Apache-2.0 AND BSD-2-Clause", []),
        ("anything", "GPL-3.0-or-later", ["GPL-3.0-or-later"]),
        ("anything", "MIT OR GPL-2.0-only", ["GPL-2.0-only"]),
        ("anything", "(MIT AND AGPL-3.0-only)", ["AGPL-3.0-only"]),
        ("anything", "Apache-2.0 WITH LLVM-exception", ["LLVM-exception"]),
        ("anything", "LGPL-3.0-only", ["LGPL-3.0-only"]),
        ("psycopg", "LGPL-3.0-only", []),
        ("psycopg", "GPL-3.0-only", ["GPL-3.0-only"]),
    ],
)
def test_a_licence_is_allowed_when_it_is_on_the_list(name: str, expression: str, bad: list[str]) -> None:
    assert refused(name, expression) == bad


def test_a_package_that_is_not_the_locked_one_is_not_judged(pins: list[Pin]) -> None:
    with pytest.raises(LookupError, match="installed at"):
        licence_of(Pin(pins[0].name, "0.0.1", pins[0].hashes))
