"""What a bot posts to a response URL, and the plain answers to a slash command."""

from __future__ import annotations

import json

from aiohttp import web

from playground.identity import JSON, SlackError
from playground.state.conversations import Posted
from playground.state.response_urls import Hook
from playground.state.workspace import Workspace

from .chat import rewrite
from .messages import require_message


class Hooks:
    """`workspaces` may grow while it runs."""

    def __init__(self, workspaces: list[Workspace]) -> None:
        self._workspaces = workspaces

    async def handle(self, request: web.Request) -> web.Response:
        try:
            content = json.loads(await request.text())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        key = request.match_info["key"]
        ws = next((ws for ws in self._workspaces if ws.response_urls.knows(key)), self._workspaces[0])
        try:
            with ws.lock:
                hook = ws.response_urls.use(key)
                post_to_hook(ws, hook, content)
        except SlackError as refused:
            if refused.messages:
                ws.refuse("response_url", refused.error, refused.messages)
            gone = refused.error in ("used_url", "expired_url", "invalid_url")
            return web.json_response(refused.answer(), status=404 if gone else 400)
        return web.Response(text="ok")


def post_to_hook(ws: Workspace, hook: Hook, content: JSON) -> None:
    """Post, replace or delete as the hook's message says; an ephemeral message never becomes public."""
    channel = ws.conversations.get(hook.channel)
    source = next((one for one in channel.messages if one.body["ts"] == hook.message_ts), None)
    if content.get("delete_original") in (True, "true"):
        if source:
            channel.messages.remove(source)
        ws.changed()
        return
    require_message(content)
    if content.get("replace_original") in (True, "true") and source:
        rewrite(source, content)
    else:
        only_for = None if content.get("response_type") == "in_channel" else hook.user
        ws.conversations.add(channel, ws.conversations.by_bot(), content, only_for)
    ws.changed()


def post_answer(ws: Workspace, user: str, channel_id: str, body: str) -> Posted | None:
    """The message that a slash command's own answer makes; ephemeral unless it says in_channel."""
    if not body.strip():
        return None
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    content: JSON = read if isinstance(read, dict) else {"text": body}
    if not content.get("text") and not content.get("blocks"):
        return None
    with ws.lock:
        require_message(content)
        only_for = None if content.get("response_type") == "in_channel" else user
        channel = ws.conversations.get(channel_id)
        posted = ws.conversations.add(channel, ws.conversations.by_bot(), content, only_for)
        ws.changed()
    return posted
