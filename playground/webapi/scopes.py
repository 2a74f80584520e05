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
    "users.lookupByEmail": "users:read.email",
    "dnd.info": "dnd:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
_BY_KIND = {
    "conversations.history": {"channel": "channels:history", "group": "groups:history", "dm": "im:history"},
    "conversations.info": {"channel": "channels:read", "group": "groups:read", "dm": "im:read"},
}


def require_scope(ws: Workspace, method: str, args: JSON, granted: tuple[str, ...]) -> None:
    """Raise missing_scope, with what is needed and what the token has."""
    needed = _NEEDED.get(method)
    if method in _BY_KIND:
        by_kind = _BY_KIND[method]
        if not set(by_kind.values()) & set(granted):
            raise SlackError("missing_scope", needed=",".join(by_kind.values()), provided=",".join(granted))
        needed = by_kind[ws.conversations.visible(args.get("channel")).kind]
    if needed and needed not in granted:
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))
