"""A modal that follows a button, wherever the button stands."""

from typing import Any

from slack_sdk import WebClient


def open_or_push(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """On top of the modal whose button was pressed; from a message or Home as the first."""
    pressed_in: dict[str, Any] = body.get("view") or {}
    if pressed_in.get("type") == "modal":
        client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)
