"""Opening a modal from wherever its button stands: a message, Home, or another modal."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.errors import error_code
from handlers.slack.json_shapes import record
from prompts.blocks import View


def pressed_in(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The modal that a button was pressed in; None for a button elsewhere."""
    view = record(body.get("view"))
    return view if view.get("type") == "modal" else None


def open_modal(client: WebClient, body: Mapping[str, Any], view: View) -> None:
    """On top of the modal that it was asked for in, so that closing it leads back; as the first if that is gone."""
    if pressed_in(body) and _push(client, body["trigger_id"], view):
        return
    client.views_open(trigger_id=body["trigger_id"], view=view)


def open_in_place(client: WebClient, body: Mapping[str, Any], view: View) -> None:
    """In the place of that modal: Slack stacks three at most, and some ways are longer."""
    if within := pressed_in(body):
        client.views_update(view_id=within["id"], hash=within["hash"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)


def _push(client: WebClient, trigger_id: str, view: View) -> bool:
    """Whether there was a modal to stand on."""
    try:
        client.views_push(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        if error_code(error) != "not_found":
            raise
        return False
    return True
