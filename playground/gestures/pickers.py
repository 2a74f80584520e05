"""Which conversations a select offers: its `filter`, as the client applies it."""

from __future__ import annotations

from typing import Any

from playground.identity import JSON, PlaygroundError
from playground.state.conversations import Channel
from playground.state.workspace import Workspace

_KINDS = {"dm": "im", "group": "private", "channel": "public"}
_PICKED = {"conversations_select", "multi_conversations_select"}


def require_offered(ws: Workspace, element: JSON, value: Any) -> None:
    """Raise PlaygroundError for a conversation that this select does not show."""
    if element["type"] not in _PICKED:
        return
    for one in value if isinstance(value, list | tuple) else [value]:
        if ws.conversations.knows(one) and not _offers(
            element.get("filter") or {}, ws.conversations.get(one)
        ):
            raise PlaygroundError(f"{one!r} is not offered in {element.get('action_id')!r}")


def _offers(wanted: JSON, channel: Channel) -> bool:
    if wanted.get("exclude_external_shared_channels") and channel.shared:
        return False
    return _KINDS[channel.kind] in wanted.get("include", _KINDS.values())
