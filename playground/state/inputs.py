"""What a person can type or pick in an element, and the state that Slack makes of it."""

from __future__ import annotations

import re
from typing import Any

from playground.blocks import all_options, elements
from playground.identity import JSON, PlaygroundError

State = dict[str, dict[str, JSON]]

# element type -> (key in state.values, key of the initial value)
KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "users_select": ("selected_user", "initial_user"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_users_select": ("selected_users", "initial_users"),
    "file_input": ("files", "initial_files"),
}
MANY = {kind for kind, (key, _) in KEYS.items() if key.endswith("s")}
OPTIONS = {"static_select", "radio_buttons", "checkboxes", "multi_static_select", "overflow"}
_FORMS = {"datepicker": r"\d{4}-\d{2}-\d{2}", "timepicker": r"([01]\d|2[0-3]):[0-5]\d"}


def initial_state(blocks: list[JSON]) -> State:
    """The state of a surface nobody has touched, its initial values included."""
    state: State = {}
    for block, element in elements(blocks):
        if element["type"] in KEYS:
            key, initial = KEYS[element["type"]]
            blank: Any = [] if element["type"] in MANY else None
            entry = {"type": element["type"], key: element.get(initial, blank)}
            state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def carried_state(blocks: list[JSON], before: State) -> State:
    """The state after a view changed: what was typed stays where block_id, action_id and type stay."""
    state = initial_state(blocks)
    for block, element in elements(blocks):
        block_id, action_id = block["block_id"], element.get("action_id")
        old = before.get(block_id, {}).get(action_id or "")
        if old and old["type"] == element["type"] and _still_offered(element, old):
            state[block_id][str(action_id)] = old
    return state


def typed(element: JSON, value: Any) -> JSON:
    """The state entry after a person gave `value`; raises PlaygroundError where they could not."""
    kind = element["type"]
    if kind not in KEYS:
        raise PlaygroundError(f"{element.get('action_id')!r} is a {kind}: nothing can be filled in there")
    key = KEYS[kind][0]
    if value in (None, "", []):
        return {"type": kind, key: [] if kind in MANY else None}
    if kind in MANY:
        if not isinstance(value, list | tuple):
            raise PlaygroundError(f"{element.get('action_id')!r} takes a list, not {value!r}")
        return {"type": kind, key: [_picked(element, one) for one in value]}
    return {"type": kind, key: _picked(element, value)}


def option(element: JSON, value: str) -> JSON:
    """The option of that value; raises PlaygroundError, naming those on screen."""
    for one in all_options(element):
        if one.get("value") == value:
            return one
    offered = [one.get("value") for one in all_options(element)]
    raise PlaygroundError(f"no option {value!r} in {element.get('action_id')!r}; on screen: {offered}")


def _picked(element: JSON, value: Any) -> Any:
    kind = element["type"]
    if kind in OPTIONS:
        return option(element, value)
    if kind in _FORMS and not re.fullmatch(_FORMS[kind], str(value)):
        raise PlaygroundError(f"{element.get('action_id')!r} cannot take {value!r}")
    return value if kind in ("datetimepicker", "rich_text_input", "file_input") else str(value)


def _still_offered(element: JSON, entry: JSON) -> bool:
    if element["type"] not in OPTIONS:
        return True
    chosen = entry[KEYS[element["type"]][0]]
    offered = all_options(element)
    return all(one in offered for one in (chosen if isinstance(chosen, list) else [chosen]) if one)
