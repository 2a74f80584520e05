"""What the client lets a person pick: the conversations of a select by its `filter`, and files."""

from __future__ import annotations

from typing import Any

from playground.identity import JSON, PlaygroundError
from playground.limits.elements import FILES_MOST
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


def picked(ws: Workspace, user: str, element: JSON, value: Any) -> Any:
    """The value as the state holds it: of a file input the files, by their ids; PlaygroundError where it takes none."""
    if element["type"] != "file_input" or not value:
        return value
    files = [ws.uploads.get(one) for one in value]
    if len(files) > element.get("max_files", FILES_MOST):
        raise PlaygroundError(f"{element.get('action_id')!r} takes fewer files")
    for file in files:
        ending = file.name.rpartition(".")[2].lower()
        if file.user != user or ending not in element.get("filetypes", [ending]):
            raise PlaygroundError(f"{file.name!r} cannot be chosen in {element.get('action_id')!r}")
    return [file.shown() for file in files]


def _offers(wanted: JSON, channel: Channel) -> bool:
    if wanted.get("exclude_external_shared_channels") and channel.shared:
        return False
    return _KINDS[channel.kind] in wanted.get("include", _KINDS.values())
