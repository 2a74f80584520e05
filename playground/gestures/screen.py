"""Finds on a person's screen the element that a gesture means."""

from __future__ import annotations

from typing import Any

from playground.blocks import elements
from playground.identity import JSON, PlaygroundError
from playground.state.inputs import KEYS, State, option, typed


def find_element(blocks: list[JSON], action_id: str, block_id: str | None, value: Any) -> tuple[JSON, JSON]:
    """(block, element) by action_id, narrowed by block_id and, for buttons, by value."""
    on_screen = list(elements(blocks))
    matches = [
        (b, e) for b, e in on_screen if e.get("action_id") == action_id and block_id in (None, b["block_id"])
    ]
    if value is not None and len(matches) > 1:
        matches = [(b, e) for b, e in matches if e["type"] != "button" or e.get("value") == value]
    elif value is not None:
        matches = [(b, e) for b, e in matches if e["type"] != "button" or e.get("value", value) == value]
    if len(matches) == 1:
        return matches[0]
    offered = [(b["block_id"], e.get("action_id"), e.get("value")) for b, e in on_screen]
    many = "several elements" if matches else "no element"
    raise PlaygroundError(f"{many} {action_id!r} (block {block_id!r}, value {value!r}); on screen: {offered}")


def find_inputs(blocks: list[JSON], block_id: str, value: Any) -> list[tuple[JSON, JSON, Any]]:
    """What `value` for a block fills: its one stateful element, or several by {action_id: value}."""
    within = [(b, e) for b, e in elements(blocks) if b["block_id"] == block_id and e["type"] in KEYS]
    if isinstance(value, dict) and "type" not in value:
        named = {e["action_id"]: (b, e) for b, e in within}
        missing = set(value) - set(named)
        if missing:
            raise PlaygroundError(
                f"no field {sorted(missing)} in block {block_id!r}; on screen: {sorted(named)}"
            )
        return [(*named[action_id], one) for action_id, one in value.items()]
    if len(within) == 1:
        return [(*within[0], value)]
    fields = [(b["block_id"], e["action_id"]) for b, e in elements(blocks) if e["type"] in KEYS]
    raise PlaygroundError(f"{len(within)} fields in block {block_id!r}; on screen: {fields}")


def sends_actions(block: JSON) -> bool:
    """Whether a change in this block is told to the bot at once."""
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def action_of(block: JSON, element: JSON, value: Any, state: State) -> JSON:
    """The entry of block_actions for this element, after the person chose `value`; changes `state`."""
    action: JSON = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    if element["type"] == "button":
        return action | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if element["type"] == "overflow":
        return action | {"selected_option": option(element, str(value))}
    entry = typed(element, value)
    state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return action | entry
