"""What Slack demands of a message, and of the place that it goes to."""

from __future__ import annotations

import json
from typing import Any

from playground.identity import JSON, SlackError
from playground.limits.surfaces import check_message
from playground.state.conversations import Channel
from playground.state.workspace import Workspace

ATTACHMENTS_MOST = 100  # chat.postMessage: too_many_attachments
# Slack names no number for these two; each is below what it is reported to refuse.
METADATA_BYTES = 8_000
BLOCKS_BYTES = 13_200
_AS_SOMEBODY = ("username", "icon_emoji", "icon_url")


def require_message(args: JSON) -> None:
    """Raise what Slack answers for these text, blocks, attachments and metadata."""
    if args.get("blocks") is not None and not isinstance(args["blocks"], list):
        raise SlackError("invalid_blocks_format")
    if not any(args.get(key) for key in ("text", "blocks", "attachments")) and "blocks" not in args:
        raise SlackError("no_text")
    problems = check_message(args)
    if problems:
        raise SlackError("invalid_blocks" if args.get("blocks") else "no_text", problems)
    if _size(args.get("blocks") or []) > BLOCKS_BYTES:
        raise SlackError("msg_blocks_too_long", [f"more than {BLOCKS_BYTES} bytes of blocks"])
    if len(args.get("attachments") or []) > ATTACHMENTS_MOST:
        raise SlackError("too_many_attachments", [f"more than {ATTACHMENTS_MOST} attachments"])
    _require_metadata(args.get("metadata"))


def require_author(ws: Workspace, args: JSON) -> None:
    """A name or a picture of the message's own needs a scope of its own."""
    if any(args.get(key) for key in _AS_SOMEBODY) and "chat:write.customize" not in ws.identity.scopes:
        raise SlackError(
            "missing_scope", needed="chat:write.customize", provided=",".join(ws.identity.scopes)
        )


def require_thread(channel: Channel, args: JSON) -> None:
    """`thread_ts` is a message of that conversation, and no reply itself."""
    if not args.get("thread_ts"):
        return
    for one in channel.messages:
        if one.body["ts"] == str(args["thread_ts"]) and one.only_for is None:
            return
    raise SlackError("cannot_reply_to_message")


def writable(ws: Workspace, channel_id: Any) -> Channel:
    """The conversation of that id, or the DM with that person, when the bot may write there."""
    channel = _addressed(ws, channel_id)
    if channel.user in ws.gone:
        raise SlackError("channel_not_found")
    if channel.user and not ws.settings.messages_tab:
        raise SlackError("messages_tab_disabled")
    if not channel.bot_in and "chat:write.public" not in ws.identity.scopes:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.refusal:
        raise SlackError(channel.refusal)
    return channel


def _addressed(ws: Workspace, channel_id: Any) -> Channel:
    person = ws.people.get(str(channel_id))
    if person is None:
        return ws.conversations.visible(channel_id)
    if person.id in ws.gone or not person.visible:
        raise SlackError("channel_not_found")
    return ws.conversations.dm(person.id)


def _require_metadata(metadata: Any) -> None:
    if metadata is None or metadata == {}:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_schema")
    if _size(metadata) > METADATA_BYTES:
        raise SlackError("metadata_too_large", [f"more than {METADATA_BYTES} bytes of metadata"])


def _size(content: Any) -> int:
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
