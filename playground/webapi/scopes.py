"""Which scope each method needs."""

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
    "conversations.history": {"dm": "im:history", "channel": "channels:history", "group": "groups:history"},
    "conversations.info": {"dm": "im:read", "channel": "channels:read", "group": "groups:read"},
}


def require_scope(ws: Workspace, method: str, args: JSON, granted: tuple[str, ...]) -> None:
    """Raise missing_scope, with what is needed and what the token has."""
    needed = _NEEDED.get(method)
    if method in _BY_KIND:
        needed = _BY_KIND[method][ws.conversations.visible(args.get("channel")).kind]
    if needed and needed not in granted:
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))
