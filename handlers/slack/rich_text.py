"""The text of a rich_text block: what people type in Slack's composer arrives as one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from handlers.slack.json_shapes import dicts, string
from handlers.slack.mrkdwn import Reader, shown_address

_DEEPEST_INDENT = 8


def rich_text(block: dict[str, Any], reader: Reader) -> str:
    """Its sections, lists, quotes and preformatted parts, each from a line of its own."""
    parts = (_part(part, reader) for part in dicts(block.get("elements")))
    return "\n".join(part.removesuffix("\n") for part in parts)


def _part(part: dict[str, Any], reader: Reader) -> str:
    if part.get("type") == "rich_text_list":
        return "\n".join(_items(part, reader))
    return "".join(_inline(one, reader) for one in dicts(part.get("elements")))


def _items(part: dict[str, Any], reader: Reader) -> Iterator[str]:
    indent, offset = _count(part.get("indent"), _DEEPEST_INDENT), _count(part.get("offset"), 10**6)
    for number, item in enumerate(dicts(part.get("elements")), offset + 1):
        sign = f"{number}." if part.get("style") == "ordered" else "•"
        yield f"{'  ' * indent}{sign} {_part(item, reader)}"


def _inline(one: dict[str, Any], reader: Reader) -> str:
    match one.get("type"):
        case "link":
            return string(one.get("text")) or shown_address(string(one.get("url")))
        case "user":
            return reader.person(string(one.get("user_id")))
        case "channel":
            return reader.channel(string(one.get("channel_id")))
        case "usergroup":
            return reader.group(string(one.get("usergroup_id")))
        case "broadcast":
            return f"@{string(one.get('range'))}"
        case "emoji":
            return _emoji(string(one.get("unicode"))) or f":{string(one.get('name'))}:"
        case "date":
            return string(one.get("fallback")) or _day(one.get("timestamp"))
        case "color":
            return string(one.get("value"))
    return string(one.get("text"))


def _emoji(codes: str) -> str:
    """ "1f44b-1f3fb" as the characters of those numbers."""
    try:
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else ""
    except (ValueError, OverflowError):
        return ""


def _day(timestamp: object) -> str:
    if not isinstance(timestamp, int) or isinstance(timestamp, bool):
        return ""
    try:
        return datetime.fromtimestamp(timestamp, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _count(value: object, most: int) -> int:
    """A whole number from 0 to `most`; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else 0
