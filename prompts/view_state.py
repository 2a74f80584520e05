"""Reading a view that Slack sends back: what stands in its fields, and what it carries along."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from coaching.plain_text import is_seen, kept

_LONGEST = 3000
"""Characters of a text input that names no limit of its own."""
_TYPED = ("value", "selected_date", "selected_time", "selected_conversation", "selected_channel")
_MOST = 2**31
"""Ids of rows lie below it."""

One = TypeVar("One", bound=StrEnum)


class Unreadable(ValueError):
    """A payload lacks what Slack documents, or what we put there; the message names its place."""


def values(view: Mapping[str, Any]) -> dict[str, str | None]:
    """What stands in the view's inputs, by block id: text, an option's value (several: by commas), ISO date or time.

    None for text of which nothing is seen. Text is no longer than its input takes: Slack sees to that, and what it
    did not is cut here. What is no input's state is passed over.
    """
    state = _record(_record(view.get("state")).get("values"))
    longest = {block_id: _longest(block) for block_id, block in blocks_of(view).items()}
    return {
        block_id: _value(element, longest.get(block_id, _LONGEST))
        for block_id, block in state.items()
        for element in _record(block).values()
        if isinstance(element, Mapping)
    }


def by_field(view: Mapping[str, Any]) -> dict[str, str | None]:
    """The same by the field's name: its block id up to a hyphen."""
    return {block_id.split("-")[0]: value for block_id, value in values(view).items()}


def chosen(view: Mapping[str, Any], field: str, among: type[One]) -> One:
    """The option of a field that Slack lets nobody leave empty."""
    try:
        return among(by_field(view).get(field) or "")
    except ValueError:
        raise Unreadable(f"view.state.values.{field}") from None


def day(text: str | None) -> date | None:
    """The day that a date picker gave; None while it is empty."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable("selected_date") from None


def blocks_of(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The view's blocks by their block id; one that came back without is left out."""
    found = view.get("blocks")
    blocks = [block for block in found if isinstance(block, Mapping)] if isinstance(found, list) else []
    return {block["block_id"]: block for block in blocks if isinstance(block.get("block_id"), str)}


def block_ids(view: Mapping[str, Any]) -> dict[str, str]:
    """The block id of each field on the view, by the field's name."""
    return {block_id.split("-")[0]: block_id for block_id in [*values(view), *blocks_of(view)]}


def stood_there(view: Mapping[str, Any], field: str) -> str:
    """The text that a field was drawn with, whatever has been typed there since."""
    block = blocks_of(view).get(block_ids(view).get(field, ""), {})
    return str(_record(block.get("element")).get("initial_value") or "")


def carried(view: Mapping[str, Any], *keys: str) -> list[int | None]:
    """The ids in the view's private metadata, in the order of their `keys`."""
    try:
        found = [json.loads(view["private_metadata"])[key] for key in keys]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unreadable("view.private_metadata") from None
    if not all(one is None or (type(one) is int and 0 < one < _MOST) for one in found):
        raise Unreadable("view.private_metadata")
    return found


def carried_if_there(view: Mapping[str, Any], key: str) -> int | None:
    """The same of one id that only some views carry."""
    there = f'"{key}"' in str(view.get("private_metadata"))
    return carried(view, key)[0] if there else None


def carried_ids(view: Mapping[str, Any], *keys: str) -> list[int]:
    """The same where every one of them must be there."""
    found = [one for one in carried(view, *keys) if one is not None]
    if len(found) != len(keys):
        raise Unreadable("view.private_metadata")
    return found


def _longest(block: Mapping[str, Any]) -> int:
    most = _record(block.get("element")).get("max_length")
    return most if isinstance(most, int) and 0 < most < _LONGEST else _LONGEST


def _value(element: Mapping[str, Any], longest: int) -> str | None:
    if isinstance(option := _record(element.get("selected_option")).get("value"), str):
        return option
    if isinstance(many := element.get("selected_options"), list):
        options = [_record(one).get("value") for one in many]
        return ",".join(one for one in options if isinstance(one, str)) or None
    for key in _TYPED:
        if isinstance(text := element.get(key), str) and is_seen(text):
            return kept(text)[:longest]
    return None


def _record(part: object) -> Mapping[str, Any]:
    return part if isinstance(part, Mapping) else {}
