"""What Slack refuses in a view or a message; every number is from Slack's reference pages."""

from __future__ import annotations

import json
from typing import Any

from playground.blocks import elements
from playground.identity import JSON

from .blocks import check_block
from .findings import Findings

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
LABEL_LONGEST = 24  # title, submit, close
PRIVATE_METADATA_LONGEST = 3000
ID_LONGEST = 255  # callback_id, external_id, block_id, action_id

_HOME_KEYS = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_MODAL_KEYS = _HOME_KEYS | {
    "title",
    "close",
    "submit",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
}


def check_view(view: Any) -> list[str]:
    """The problems Slack would answer for a modal or Home view; empty when it would take it."""
    found = Findings()
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        found.add("/view/type", "must be modal or home")
        return found.problems
    is_modal = view["type"] == "modal"
    required = ("title", "blocks") if is_modal else ("blocks",)
    found.keys("/view", view, _MODAL_KEYS if is_modal else _HOME_KEYS, required)
    for key in ("title", "submit", "close"):
        found.text(f"/view/{key}", view.get(key), LABEL_LONGEST)
    found.string("/view/private_metadata", view.get("private_metadata"), PRIVATE_METADATA_LONGEST)
    found.string("/view/callback_id", view.get("callback_id"), ID_LONGEST)
    found.string("/view/external_id", view.get("external_id"), ID_LONGEST)
    for key in ("clear_on_close", "notify_on_close", "submit_disabled"):
        found.boolean(f"/view/{key}", view.get(key))
    blocks = found.count("/view/blocks", view.get("blocks"), 0, VIEW_BLOCKS)
    _check_blocks(found, "/view/blocks", blocks, view["type"])
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if is_modal and has_input and view.get("submit") is None:
        found.add("/view", "missing required field: submit (there is an input block)")
    if is_too_large(view):
        found.add("/view", f"must be less than {VIEW_BYTES + 1} bytes")
    return found.problems


def check_message(args: JSON) -> list[str]:
    """The problems Slack would answer for the text and blocks of a message."""
    found = Findings()
    if args.get("text") is not None and not isinstance(args["text"], str):
        found.add("/text", "must be a string")
    blocks = found.count("/blocks", args.get("blocks"), 0, MESSAGE_BLOCKS)
    _check_blocks(found, "/blocks", blocks, "message")
    if not blocks and not args.get("text"):
        found.add("/text", "missing required field: text or blocks")
    return found.problems


def is_too_large(view: JSON) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def _check_blocks(found: Findings, place: str, blocks: list[Any], surface: str) -> None:
    before = len(found.problems)
    for number, block in enumerate(blocks):
        if isinstance(block, dict):
            check_block(found, f"{place}/{number}", block, surface)
        else:
            found.add(f"{place}/{number}", "must be an object")
    if len(found.problems) == before:
        _check_together(found, place, blocks)


def _check_together(found: Findings, place: str, blocks: list[JSON]) -> None:
    """What no block breaks alone: ids said twice, and two elements that want the focus."""
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    for twice in sorted({one for one in block_ids if block_ids.count(one) > 1}):
        found.add(place, f"block_id already exists: {twice}")
    for number, block in enumerate(blocks):
        action_ids = [element["action_id"] for _, element in elements([block]) if "action_id" in element]
        for twice in sorted({one for one in action_ids if action_ids.count(one) > 1}):
            found.add(f"{place}/{number}", f"action_id already exists: {twice}")
    if sum(bool(element.get("focus_on_load")) for _, element in elements(blocks)) > 1:
        found.add(place, "only one element may have focus_on_load")
