"""The table of what is checked leaves no method out."""

from __future__ import annotations

import re
from pathlib import Path

from playground.state.rate_limits import METHOD_TIER
from playground.webapi.methods import METHODS
from playground.webapi.steps import STEP_METHODS

README = (Path(__file__).parents[2] / "playground" / "README.md").read_text(encoding="utf-8")
ROWS = [line.split("|") for line in README.splitlines() if line.startswith("| `")]
TIERS = {name: row[2].strip() for row in ROWS for name in re.findall(r"`(\w+(?:\.\w+)+)`", row[1])}


def test_every_method_has_its_row() -> None:
    assert {*METHODS, *STEP_METHODS} - set(TIERS) == set()


def test_every_row_names_the_tier_that_is_counted() -> None:
    assert {name: TIERS[name][0] for name in METHOD_TIER} == {
        name: str(tier) for name, tier in METHOD_TIER.items()
    }
