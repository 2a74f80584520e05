"""Web API: chat.* and what response URLs post."""

from __future__ import annotations

from typing import Any

from playground.identity import JSON, SlackError
from playground.limits.surfaces import check_message
from playground.state.conversations import Channel, Posted
from playground.state.normalise import blocks_as_kept
from playground.state.workspace import Workspace

UPDATE_TEXT_LONGEST = 4000  # chat.update: msg_too_long


def post_message(ws: Workspace, args: JSON) -> JSON:
    channel = writable(ws, args.get("channel"))
    require_message(args)
    posted = ws.conversations.add(channel, ws.conversations.by_bot(), args)
    ws.changed()
    return {"channel": channel.id, "ts": posted.body["ts"], "message": posted.body}


def post_ephemeral(ws: Workspace, args: JSON) -> JSON:
    channel = writable(ws, args.get("channel"))
    user = ws.person(args.get("user"))
    if user.id in ws.gone or channel.user not in (None, user.id):
        raise SlackError("user_not_in_channel")
    require_message(args)
    posted = ws.conversations.add(channel, ws.conversations.by_bot(), args, only_for=user.id)
    ws.changed()
    return {"message_ts": posted.body["ts"]}


def update(ws: Workspace, args: JSON) -> JSON:
    channel, posted = _own_message(ws, args, "cant_update_message")
    if "blocks" not in args and "text" not in args:
        raise SlackError("no_text")
    if len(str(args.get("text") or "")) > UPDATE_TEXT_LONGEST:
        raise SlackError("msg_too_long")
    require_message(args)
    rewrite(posted, args)
    if args.get("text") and not args.get("blocks"):
        posted.body["edited"] = {"user": ws.identity.bot_user_id, "ts": ws.conversations.stamp()}
    ws.changed()
    body = posted.body
    return {"channel": channel.id, "ts": body["ts"], "text": body["text"], "message": body}


def delete(ws: Workspace, args: JSON) -> JSON:
    channel, posted = _own_message(ws, args, "cant_delete_message")
    channel.messages.remove(posted)
    ws.changed()
    return {"channel": channel.id, "ts": posted.body["ts"]}


def get_permalink(ws: Workspace, args: JSON) -> JSON:
    channel = ws.conversations.get(args.get("channel"))
    ts = channel.find(args.get("message_ts")).body["ts"]
    host = f"https://{ws.identity.team_domain}.slack.com"
    return {"channel": channel.id, "permalink": f"{host}/archives/{channel.id}/p{ts.replace('.', '')}"}


def require_message(args: JSON) -> None:
    """Raise what Slack answers for these text and blocks."""
    if args.get("blocks") is not None and not isinstance(args["blocks"], list):
        raise SlackError("invalid_blocks_format")
    if not args.get("text") and not args.get("blocks") and "blocks" not in args:
        raise SlackError("no_text")
    problems = check_message(args)
    if problems:
        raise SlackError("invalid_blocks" if args.get("blocks") else "no_text", problems)
    metadata = args.get("metadata")
    if metadata is not None and metadata != {}:
        if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
            raise SlackError("invalid_metadata_format")
        if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
            raise SlackError("invalid_metadata_schema")


def rewrite(posted: Posted, args: JSON) -> None:
    """New content in place; text without blocks takes the old blocks away, as in Slack."""
    if "text" in args:
        posted.body["text"] = str(args["text"] or "")
    if args.get("blocks"):
        posted.body["blocks"] = blocks_as_kept(args["blocks"])
    elif "blocks" in args or args.get("text"):
        posted.body.pop("blocks", None)
    if args.get("metadata") is not None:
        posted.body["metadata"] = args["metadata"]


def writable(ws: Workspace, channel_id: Any) -> Channel:
    """The conversation of that id, or the DM with that person, when the bot may write there."""
    if str(channel_id) in ws.people:
        if str(channel_id) in ws.gone:
            raise SlackError("channel_not_found")
        return ws.conversations.dm(str(channel_id))
    channel = ws.conversations.get(channel_id)
    if channel.user in ws.gone:
        raise SlackError("channel_not_found")
    if not channel.bot_in and "chat:write.public" not in ws.identity.scopes:
        raise SlackError("not_in_channel")
    return channel


def _own_message(ws: Workspace, args: JSON, error: str) -> tuple[Channel, Posted]:
    channel = ws.conversations.get(args.get("channel"))
    posted = channel.find(args.get("ts"))
    if posted.only_for:
        raise SlackError("message_not_found")
    if posted.body.get("bot_id") != ws.identity.bot_id:
        raise SlackError(error)
    return channel, posted
