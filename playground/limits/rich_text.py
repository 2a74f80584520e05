"""What Slack refuses in a rich_text block."""

from __future__ import annotations

from typing import Any

from playground.identity import JSON

from .findings import Findings

_PARTS: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "rich_text_section": ({"elements"}, ("elements",)),
    "rich_text_list": ({"elements", "style", "indent", "offset", "border"}, ("elements", "style")),
    "rich_text_preformatted": ({"elements", "border", "language"}, ("elements",)),
    "rich_text_quote": ({"elements", "border"}, ("elements",)),
}
_INLINE: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "text": ({"text", "style"}, ("text",)),
    "link": ({"url", "text", "unsafe", "style"}, ("url",)),
    "user": ({"user_id", "style"}, ("user_id",)),
    "channel": ({"channel_id", "style"}, ("channel_id",)),
    "usergroup": ({"usergroup_id", "style"}, ("usergroup_id",)),
    "emoji": ({"name", "unicode", "style"}, ("name",)),
    "date": ({"timestamp", "format", "url", "fallback", "style"}, ("timestamp", "format")),
    "broadcast": ({"range", "style"}, ("range",)),
    "color": ({"value"}, ("value",)),
}
_STYLES = {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
INDENT_MOST = 8


def check_rich_text(found: Findings, place: str, block: JSON) -> None:
    """Add what Slack would refuse in the parts of a rich_text block."""
    for number, part in enumerate(_items(found, f"{place}/elements", block.get("elements"))):
        at = f"{place}/elements/{number}"
        kind = _known(found, at, part, _PARTS)
        if kind == "rich_text_list":
            _list(found, at, part)
        elif kind:
            _inline(found, at, part.get("elements"), only_text=kind == "rich_text_preformatted")


def _list(found: Findings, place: str, part: JSON) -> None:
    if part.get("style") not in (None, "bullet", "ordered"):
        found.add(f"{place}/style", "must be bullet or ordered")
    indent = part.get("indent", 0)
    if not isinstance(indent, int) or not 0 <= indent <= INDENT_MOST:
        found.add(f"{place}/indent", f"must be 0 to {INDENT_MOST}")
    for number, item in enumerate(_items(found, f"{place}/elements", part.get("elements"))):
        at = f"{place}/elements/{number}"
        if isinstance(item, dict) and item.get("type") == "rich_text_section":
            _inline(found, at, item.get("elements"))
        else:
            found.add(f"{at}/type", "must be rich_text_section")


def _inline(found: Findings, place: str, parts: Any, only_text: bool = False) -> None:
    allowed = {kind: _INLINE[kind] for kind in ("text", "link")} if only_text else _INLINE
    for number, part in enumerate(_items(found, f"{place}/elements", parts)):
        at = f"{place}/elements/{number}"
        kind = _known(found, at, part, allowed)
        if kind == "text":
            found.string(f"{at}/text", part.get("text"), 10**6, least=1)
        if kind and isinstance(part.get("style"), dict):
            for style in part["style"]:
                if style not in _STYLES:
                    found.add(f"{at}/style", f"invalid additional property: {style}")


def _items(found: Findings, place: str, value: Any) -> list[Any]:
    return found.count(place, value, 0, 10**6)


def _known(
    found: Findings, place: str, part: Any, table: dict[str, tuple[set[str], tuple[str, ...]]]
) -> str | None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in table:
        found.add(f"{place}/type", f"unsupported type: {kind}")
        return None
    allowed, required = table[kind]
    found.keys(place, part, allowed | {"type"}, required)
    return str(kind)
