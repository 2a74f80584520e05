"""What of Slack's payloads the bot builds on: each field's place and type, by the kind of payload."""

from collections.abc import Mapping
from typing import Any

from handlers.slack.json_shapes import record

_Types = tuple[type, ...]
_GONE = type(None)
"""Among a field's types it says that the field may be null, or not there."""

_PERSON: Mapping[str, _Types] = {"user": (dict,), "user.id": (str,), "user.team_id": (str, _GONE)}
_PLACE: Mapping[str, _Types] = {
    "team": (dict, _GONE),
    "team.id": (str, _GONE),
    "enterprise": (dict, _GONE),
    "enterprise.id": (str, _GONE),
}
_MAY_BE_EMPTY = frozenset({"view.private_metadata", "view.callback_id"})
"""As they are on Home."""
_VIEW: Mapping[str, _Types] = {
    "view": (dict,),
    "view.id": (str,),
    "view.hash": (str,),
    "view.callback_id": (str,),
    "view.private_metadata": (str,),
    "view.app_installed_team_id": (str, _GONE),
    "view.root_view_id": (str, _GONE),
    "view.previous_view_id": (str, _GONE),
    "view.blocks": (list, _GONE),
    "view.state": (dict, _GONE),
}
_ASKED: Mapping[str, _Types] = {"trigger_id": (str,), "response_url": (str, _GONE)}

_KINDS: Mapping[str, Mapping[str, _Types]] = {
    "block_actions": {
        **_PERSON,
        **_PLACE,
        **_ASKED,
        "actions": (list,),
        "actions.0": (dict,),
        "actions.0.action_id": (str,),
        "actions.0.block_id": (str,),
        "actions.0.value": (str, _GONE),
        "actions.0.selected_option": (dict, _GONE),
        "container": (dict, _GONE),
    },
    "view_submission": {
        **_PERSON,
        **_PLACE,
        **_VIEW,
        "trigger_id": (str, _GONE),
        "response_urls": (list, _GONE),
    },
    "view_closed": {**_PERSON, **_PLACE, **_VIEW},
    "shortcut": {**_PERSON, **_PLACE, **_ASKED, "callback_id": (str,)},
    "message_action": {**_PERSON, **_PLACE, **_ASKED, "callback_id": (str,)},
    "event_callback": {
        "team_id": (str, _GONE),
        "enterprise_id": (str, _GONE),
        "event_id": (str,),
        "event_time": (int, float, _GONE),
        "event": (dict,),
        "event.type": (str,),
    },
    "command": {
        "command": (str,),
        "text": (str, _GONE),
        "user_id": (str,),
        "team_id": (str, _GONE),
        "enterprise_id": (str, _GONE),
        "trigger_id": (str,),
        "response_url": (str,),
    },
}
_EVENTS: Mapping[str, Mapping[str, _Types]] = {
    "app_home_opened": {"event.user": (str,), "event.tab": (str, _GONE)},
    "user_change": {
        "event.user": (dict,),
        "event.user.id": (str,),
        "event.user.team_id": (str, _GONE),
    },
    "message": {
        "event.channel": (str,),
        "event.ts": (str, _GONE),
        "event.user": (str, _GONE),
        "event.channel_type": (str, _GONE),
        "event.subtype": (str, _GONE),
        "event.text": (str, _GONE),
    },
    "function_executed": {
        "event.function": (dict,),
        "event.function.callback_id": (str,),
        "event.function_execution_id": (str,),
        "event.inputs": (dict, _GONE),
    },
    "tokens_revoked": {"event.tokens": (dict, _GONE), "event.tokens.bot": (list, _GONE)},
}


class NotAsDocumented(Exception):
    """A signed payload that is not of the shape Slack documents; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def check_shape(body: Mapping[str, Any]) -> None:
    """NotAsDocumented for the first field that is missing or of another type, where the bot builds on it."""
    kind = "command" if "command" in body else str(body.get("type"))
    shape = dict(_KINDS.get(kind, {}))
    if kind == "block_actions" and (body.get("view") or record(body.get("container")).get("type") == "view"):
        shape |= _VIEW
    if kind == "event_callback":
        shape |= _EVENTS.get(str(record(body.get("event")).get("type")), {})
    for place, types in shape.items():
        if not _fits(body, place, types):
            raise NotAsDocumented(place)
    if kind == "block_actions" and _is_button_without_value(body):
        raise NotAsDocumented("actions.0.value")


def name_of_payload(body: Mapping[str, Any]) -> str:
    """What a payload is, for the log: its kind and which event, form or button it is about; never what was typed."""
    kind = str(body.get("command") or body.get("type"))
    actions = body.get("actions")
    action = record(actions[0]) if isinstance(actions, list) and actions else {}
    about = (
        record(body.get("event")).get("type")
        or body.get("callback_id")
        or action.get("action_id")
        or record(body.get("view")).get("callback_id")
    )
    return f"{kind} {about}"[:80] if isinstance(about, str) else kind[:80]


def _fits(body: Mapping[str, Any], place: str, types: _Types) -> bool:
    """A field of something that is not there is not there either; a boolean is no number, and no text no id."""
    part: Any = body
    for step in place.split("."):
        if isinstance(part, list):
            part = part[0] if part else None
        else:
            part = part.get(step) if isinstance(part, dict) else None
    empty = part == "" and _GONE not in types and place not in _MAY_BE_EMPTY
    return isinstance(part, types) and not isinstance(part, bool) and not empty


def _is_button_without_value(body: Mapping[str, Any]) -> bool:
    """Every button of ours has a value."""
    action = record(body["actions"][0])
    return action.get("type") == "button" and not action.get("value")
