"""Which scope each method needs, and what the scopes mean in plain words."""

from __future__ import annotations

from playground.identity import JSON, SlackError
from playground.state.workspace import Workspace

_NEEDED = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "dnd.info": "dnd:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
_BY_KIND = {
    "conversations.history": {"dm": "im:history", "channel": "channels:history"},
    "conversations.info": {"dm": "im:read", "channel": "channels:read"},
}


IN_WORDS = {
    "channels:history": "Read the messages of public channels it has been added to",
    "channels:read": "See which public channels there are",
    "channels:join": "Join public channels",
    "chat:write": "Send messages",
    "chat:write.public": "Send messages to public channels it is not in",
    "commands": "Offer slash commands and shortcuts",
    "dnd:read": "See when people do not want to be disturbed",
    "files:write": "Upload and change files",
    "im:history": "Read its direct messages with people",
    "im:read": "See which direct messages it has with people",
    "im:write": "Start direct messages with people",
    "team:read": "See the workspace's name and address",
    "users:read": "See people's names and time zones",
    "users:read.email": "See people's email addresses",
}


def in_words(scope: str) -> str:
    """What a scope lets the app do; the scope itself where we have no words for it."""
    return IN_WORDS.get(scope, scope)


def require_scope(ws: Workspace, method: str, args: JSON, granted: tuple[str, ...]) -> None:
    """Raise missing_scope, with what is needed and what the token has."""
    needed = _NEEDED.get(method)
    if method in _BY_KIND:
        needed = _BY_KIND[method][ws.conversations.get(args.get("channel")).kind]
    if needed and needed not in granted:
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))
