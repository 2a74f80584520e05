"""Which scope each method needs."""

from __future__ import annotations

from typing import Any

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
    "dnd.teamInfo": "dnd:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
}
_READ = {"channel": "channels:read", "group": "groups:read", "dm": "im:read"}
_BY_KIND = {
    "conversations.history": {"channel": "channels:history", "group": "groups:history", "dm": "im:history"},
    "conversations.info": _READ,
    "conversations.members": _READ,
}


def require_scope(ws: Workspace, method: str, args: JSON, granted: tuple[str, ...]) -> None:
    """Raise missing_scope, with what is needed and what the token has."""
    needed = _NEEDED.get(method)
    if method in _BY_KIND:
        by_kind = _BY_KIND[method]
        if not set(by_kind.values()) & set(granted):
            raise SlackError("missing_scope", needed=",".join(by_kind.values()), provided=",".join(granted))
        needed = by_kind[ws.conversations.visible(args.get("channel")).kind]
    if method.startswith("views.") and _takes_files(args.get("view")):
        needed = "files:read"
    if needed and needed not in granted:
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))


def _takes_files(view: Any) -> bool:
    """Slack's page says that an app must have the scope to use that element at all."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    inputs = [one for block in known if isinstance(one := block.get("element"), dict)]
    return any(one.get("type") == "file_input" for one in inputs)
