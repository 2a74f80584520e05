"""A modal that follows a button, wherever the button stands."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.errors import error_code
from handlers.slack.json_shapes import record


def open_or_push(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """On top of the modal whose button was pressed; as the first where that was no modal, or is gone meanwhile."""
    if record(body.get("view")).get("type") == "modal" and _push(client, body["trigger_id"], view):
        return
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _push(client: WebClient, trigger_id: str, view: dict[str, Any]) -> bool:
    """Whether there was a modal to stand on."""
    try:
        client.views_push(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        if error_code(error) != "not_found":
            raise
        return False
    return True
