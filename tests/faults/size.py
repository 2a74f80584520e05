"""How large these tests are: `GOTANO_TEST_FULL=1 python -m pytest tests/faults` runs all at full size."""

import os
from typing import TypeVar

FULL = os.environ.get("GOTANO_TEST_FULL") == "1"

T = TypeVar("T")


def sized(quick: T, full: T) -> T:
    return full if FULL else quick
