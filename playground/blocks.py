"""What of a surface's blocks a person can use."""

from __future__ import annotations

from collections.abc import Iterator

from .identity import JSON


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Each (block, element) that a person can use."""
    for block in blocks:
        if block.get("type") == "input":
            yield block, block["element"]
        elif block.get("type") == "actions":
            yield from ((block, element) for element in block.get("elements") or [])
        elif block.get("type") == "section" and block.get("accessory"):
            yield block, block["accessory"]


def all_options(element: JSON) -> list[JSON]:
    """The options of an element, those in groups included."""
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options") or []
    return options
