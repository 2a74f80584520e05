"""Collects what is wrong with a view or message, each problem at its place in the JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
_TEXT_KEYS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


class Findings:
    """Problems in Slack's form: `[ERROR] sentence [json-pointer:/place]`."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, place: str, sentence: str) -> None:
        self.problems.append(f"[ERROR] {sentence} [json-pointer:{place}]")

    def keys(
        self, place: str, node: dict[str, Any], allowed: Collection[str], required: Collection[str]
    ) -> None:
        """Every required key is there, and no key that Slack does not know."""
        for key in required:
            if node.get(key) is None:
                self.add(place, f"missing required field: {key}")
        for key in node:
            if key not in allowed:
                self.add(place, f"invalid additional property: {key}")

    def string(self, place: str, value: object, most: int, least: int = 0) -> bool:
        """`value` is a string of `least` to `most` characters; a value of None is not looked at."""
        if value is None:
            return False
        if not isinstance(value, str):
            self.add(place, "must be a string")
            return False
        if len(value) > most:
            self.add(place, f"must be less than {most + 1} characters")
        if len(value) < least:
            self.add(place, f"must be more than {least - 1} characters")
        return least <= len(value) <= most

    def text(self, place: str, value: object, most: int, kinds: Collection[str] = PLAIN) -> None:
        """`value` is a text object of one of `kinds`, 1 to `most` characters; None is not looked at."""
        if value is None:
            return
        if not isinstance(value, dict) or value.get("type") not in kinds:
            kind = value.get("type") if isinstance(value, dict) else value
            self.add(f"{place}/type", f"must be {' or '.join(kinds)}, not {kind!r}")
            return
        self.keys(place, value, _TEXT_KEYS[value["type"]], ("text",))
        self.string(f"{place}/text", value.get("text"), most, least=1)

    def boolean(self, place: str, value: object) -> None:
        if value is not None and not isinstance(value, bool):
            self.add(place, "must be a boolean")

    def count(self, place: str, value: object, least: int, most: int) -> list[Any]:
        """The items of a list of `least` to `most`; an empty list for anything that is no list."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.add(place, "must be an array")
            return []
        if len(value) > most:
            self.add(place, f"no more than {most} items allowed")
        if len(value) < least:
            self.add(place, f"no less than {least} items required")
        return value
