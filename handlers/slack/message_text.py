"""The words of somebody's message as a reader sees them, wherever in the message they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coaching.plain_text import is_seen, kept
from handlers.slack.json_shapes import dicts, items, record, string
from handlers.slack.mrkdwn import Reader, labels_in, undone
from handlers.slack.rich_text import rich_text

_NO_TEXT = frozenset({"This content can't be displayed.", "This content can’t be displayed."})
"""What Slack puts where a message has blocks and no text."""
_WITH_WORDS = {"email": "plain_text", "snippet": "preview", "post": "preview"}
"""The files that are shown as words, by their mode, and where these stand."""


@dataclass(frozen=True)
class MessageText:
    """A message's words, and the ids of the people named in them by their id alone."""

    words: str
    nameless: tuple[str, ...] = ()


def read_message(message: object, names: Mapping[str, str] | None = None) -> MessageText:
    """Never raises, whatever the message is; `names` are people's names by id.

    Where there are blocks they are what is seen, and the text beside them is not. A forwarded message stands among
    the attachments; a preview of a page behind a link is nobody's words.
    """
    told = record(message)
    text = string(told.get("text"))
    reader = Reader(labels_in(text) | dict(names or {}))
    parts = [_own(told, text, reader), *_attached(told, reader), *_in_files(told)]
    words = "\n".join(part.strip() for part in parts if is_seen(part))
    return MessageText(kept(words), tuple(reader.nameless))


def said_at(message: object, now: datetime) -> datetime | None:
    """When the message was written; None where Slack does not tell, or names a time that has not come."""
    try:
        at = datetime.fromtimestamp(float(string(record(message).get("ts"))), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.timestamp() > 0 and at <= now else None


def _own(told: dict[str, Any], text: str, reader: Reader) -> str:
    shown = _blocks(told.get("blocks"), reader)
    if is_seen(shown):
        return shown
    return "" if text.strip() in _NO_TEXT else reader.mrkdwn(text)


def _blocks(blocks: object, reader: Reader) -> str:
    return "\n".join(part for block in dicts(blocks) for part in _block(block, reader) if part)


def _block(block: dict[str, Any], reader: Reader) -> Iterator[str]:
    """The lines of a block; of a control, or a picture, nothing but its title is words."""
    match block.get("type"):
        case "rich_text":
            yield rich_text(block, reader)
        case "actions" | "input" | "divider" | "file":
            return
        case "context":
            yield " ".join(_text(one, reader) for one in dicts(block.get("elements")))
        case "table":
            for row in items(block.get("rows")):
                yield "\t".join(_cell(cell, reader) for cell in dicts(row))
        case "image" | "video":
            yield _text(block.get("title"), reader)
        case _:
            yield _text(block.get("text"), reader)
            for one in items(block.get("fields")):
                yield _text(one, reader)


def _cell(cell: dict[str, Any], reader: Reader) -> str:
    return rich_text(cell, reader) if cell.get("type") == "rich_text" else _text(cell, reader)


def _text(found: object, reader: Reader) -> str:
    """A text object's text, or a bare text, which is Markdown or mrkdwn."""
    if isinstance(found, str):
        return reader.mrkdwn(found)
    told = record(found)
    text = string(told.get("text"))
    return reader.mrkdwn(text) if told.get("type") == "mrkdwn" else undone(text)


def _attached(told: dict[str, Any], reader: Reader) -> Iterator[str]:
    for one in dicts(told.get("attachments")):
        forwarded = one.get("is_share") or one.get("is_msg_unfurl") or one.get("message_blocks")
        if forwarded or not (one.get("from_url") or one.get("original_url")):
            yield _attachment(one, reader)
            yield from _in_files(one)


def _attachment(one: dict[str, Any], reader: Reader) -> str:
    forwarded = [record(record(part).get("message")) for part in dicts(one.get("message_blocks"))]
    shown = "\n".join(_blocks(message.get("blocks"), reader) for message in forwarded)
    shown = shown if is_seen(shown) else _blocks(one.get("blocks"), reader)
    if is_seen(shown):
        return shown
    fields = [one.get(key) for key in ("pretext", "title", "text")]
    for named in dicts(one.get("fields")):
        fields += [named.get("title"), named.get("value")]
    lines = [reader.mrkdwn(string(line)) for line in fields if is_seen(string(line))]
    return "\n".join(lines) or reader.mrkdwn(string(one.get("fallback")))


def _in_files(told: dict[str, Any]) -> Iterator[str]:
    for file in dicts(told.get("files")):
        yield string(file.get(_WITH_WORDS.get(string(file.get("mode")), "")))
