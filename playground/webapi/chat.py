"""Web API: chat.* and what response URLs post."""

from __future__ import annotations

from playground.identity import JSON, SlackError
from playground.state.conversations import TEXT_LONGEST, Channel, Posted, content_as_kept
from playground.state.workspace import Workspace

from .messages import require_author, require_message, require_thread, writable

UPDATE_TEXT_LONGEST = 4000  # chat.update: msg_too_long


def post_message(ws: Workspace, args: JSON) -> JSON:
    channel = writable(ws, args.get("channel"))
    require_author(ws, args)
    require_message(args)
    require_thread(channel, args)
    posted = ws.conversations.add(channel, ws.conversations.by_bot(), args)
    ws.changed()
    return {"channel": channel.id, "ts": posted.body["ts"], "message": posted.body, **_cut(args)}


def post_ephemeral(ws: Workspace, args: JSON) -> JSON:
    channel = writable(ws, args.get("channel"))
    user = ws.visible(args.get("user"))
    if user.id in ws.gone or channel.user not in (None, user.id):
        raise SlackError("user_not_in_channel")
    require_message(args)
    posted = ws.conversations.add(channel, ws.conversations.by_bot(), args, only_for=user.id)
    ws.changed()
    return {"message_ts": posted.body["ts"]}


def update(ws: Workspace, args: JSON) -> JSON:
    channel, posted = _own_message(ws, args, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    window = ws.settings.edit_window
    if window is not None and ws.now().timestamp() - float(posted.body["ts"]) > window.total_seconds():
        raise SlackError("edit_window_closed")
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


def rewrite(posted: Posted, args: JSON) -> None:
    """New content in place; text without blocks takes the old blocks away, as in Slack."""
    if args.get("text") and "blocks" not in args:
        posted.body.pop("blocks", None)
    posted.body |= content_as_kept(args)
    for key in ("blocks", "attachments"):
        if key in args and not args[key]:
            posted.body.pop(key, None)
    if args.get("metadata") is not None:
        posted.body["metadata"] = args["metadata"]


def _cut(args: JSON) -> JSON:
    """The warning that comes with a text that was cut."""
    if len(str(args.get("text") or "")) <= TEXT_LONGEST:
        return {}
    accepted = f"The `text` field accepts up to {TEXT_LONGEST:,} characters."
    cut = f"[WARN] Your message was truncated but still posted. {accepted}"
    return {"response_metadata": {"messages": [cut], "warnings": ["message_truncated"]}}


def _own_message(ws: Workspace, args: JSON, error: str) -> tuple[Channel, Posted]:
    channel = ws.conversations.visible(args.get("channel"))
    posted = channel.find(args.get("ts"))
    if posted.only_for:
        raise SlackError("message_not_found")
    if posted.body.get("bot_id") != ws.identity.bot_id:
        raise SlackError(error)
    return channel, posted
