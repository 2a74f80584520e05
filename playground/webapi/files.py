"""Web API: an upload in Slack's three steps, and what is known of a file."""

from __future__ import annotations

from playground.identity import JSON, SlackError
from playground.state.uploads import UploadedFile
from playground.state.workspace import Workspace

from .messages import require_thread, writable

CHANNELS_MOST = 100  # files.completeUploadExternal: channels_limit_exceeded
ALT_TEXT_MOST = 1000  # characters: alt_txt_too_large


def get_upload_url(ws: Workspace, args: JSON) -> JSON:
    """The address is a path here; the server puts its own before it."""
    if ws.settings.uploads_disabled:
        raise SlackError("file_uploads_disabled")
    if ws.settings.storage_full:
        raise SlackError("storage_limit_reached")
    name, length = args.get("filename"), str(args.get("length") or "")
    if not name or not length.isdigit() or int(length) < 1:
        raise SlackError("invalid_arguments", ["[ERROR] filename and length are required"])
    alt_txt = str(args.get("alt_txt") or "")
    if len(alt_txt) > ALT_TEXT_MOST:
        raise SlackError("alt_txt_too_large")
    file = ws.uploads.begin(str(name), int(length), alt_txt)
    return {"upload_url": f"/upload/{file.id}", "file_id": file.id}


def complete_upload(ws: Workspace, args: JSON) -> JSON:
    """Shares the files; each ticket is good once, whatever the answer to the first call was."""
    files = [_titled(ws, one) for one in args.get("files") or []]
    if not files:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    named = [one for one in str(args.get("channels") or args.get("channel_id") or "").split(",") if one]
    if len(named) > CHANNELS_MOST:
        raise SlackError("channels_limit_exceeded")
    channels = [writable(ws, one) for one in named]
    for channel in channels:
        require_thread(channel, args)
        content = {"text": args.get("initial_comment") or "", "files": [one.shown() for one in files]}
        thread = {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
        ws.conversations.add(channel, ws.conversations.by_bot(), content | thread)
    for file in files:
        file.completed = True
        file.channels += [channel.id for channel in channels]
    ws.changed()
    return {"files": [one.shown() for one in files]}


def info(ws: Workspace, args: JSON) -> JSON:
    """Of a file that somebody handed in to the app, or that the app itself uploaded."""
    file = ws.uploads.get(args.get("file"))
    if file.deleted:
        raise SlackError("file_deleted")
    if file.content is None:
        raise SlackError("file_not_found")
    return {"file": file.whole(), "comments": [], "response_metadata": {"next_cursor": ""}}


def _titled(ws: Workspace, given: JSON) -> UploadedFile:
    file = ws.uploads.get(given.get("id"))
    if file.content is None or file.completed:
        raise SlackError("file_not_found")
    file.title = str(given.get("title") or file.name)
    return file
