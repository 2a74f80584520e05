"""How large the tests are that can be of any size: small in every run, at full size with `make test-full`."""

import os
from typing import TypeVar

FULL = os.environ.get("GOTANO_TEST_FULL") == "1"

T = TypeVar("T")


def sized(quick: T, full: T) -> T:
    return full if FULL else quick
