"""Reading JSON that may be of any shape: what is there and of the right type, else nothing."""

from collections.abc import Sequence
from typing import Any


def string(value: object) -> str:
    return value if isinstance(value, str) else ""


def items(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def dicts(value: object) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in items(value) if isinstance(one, dict)]


def record(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
