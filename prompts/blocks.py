"""The few builders of Slack's blocks: what people typed goes into plain or rich text only, so nothing in it acts."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from html import escape
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]
Message = dict[str, Any]

VALUE = "value"
"""The action id of every input: the block id names the field."""

_SECTION_LIMIT = 3000
_LABEL_LIMIT = 75
MOST_OPTIONS = 100
"""What a select takes, in all or under one label."""
_MOST_RADIO_BUTTONS = 10
_WORD = 10
"""Characters of a long word, with the space after it."""
_TEXT_LIMIT = 4000
"""What chat.update takes as a message's text, with its entities."""
_WRITTEN = {"&": len("&amp;"), "<": len("&lt;"), ">": len("&gt;")}
"""Characters that Slack counts for one of ours."""


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters as Slack counts them, with &, < and > as entities.

    What is left out shows as an ellipsis.
    """
    if len(text) + sum(text.count(c) * (written - 1) for c, written in _WRITTEN.items()) <= limit:
        return text
    room, place = limit - 1, 0
    while (room := room - _WRITTEN.get(text[place], 1)) >= 0:
        place += 1
    return text[:place] + "…"


def cut_words(text: str, limit: int) -> str:
    """The text in at most `limit` words, and in no more characters than such words have; the rest is an ellipsis."""
    words = text.split()
    short = text if len(words) <= limit else " ".join(words[:limit]) + "…"
    return cut(short, limit * _WORD)


def plain(text: str, limit: int = _SECTION_LIMIT) -> Block:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def paragraph(text: str) -> Block:
    return _rich({"type": "rich_text_section", "elements": [_run(text)]})


def titled(title: str, text: str) -> Block:
    """A bold title with a text below it."""
    return _rich({"type": "rich_text_section", "elements": [_run(title + "\n", bold=True), _run(text)]})


def titled_lines(lines: Iterable[tuple[str, str]]) -> Block:
    """Lines that each begin with a bold title."""
    parts: list[Block] = []
    for title, text in lines:
        parts += [_run("\n")] if parts else []
        parts += [_run(f"{title}: ", bold=True), _run(text)]
    return _rich({"type": "rich_text_section", "elements": parts})


def titled_list(title: str, lines: Iterable[str]) -> Block:
    items = [{"type": "rich_text_section", "elements": [_run(line)]} for line in lines]
    heading = {"type": "rich_text_section", "elements": [_run(title, bold=True)]}
    return _rich(heading, {"type": "rich_text_list", "style": "bullet", "elements": items})


def script(title: str, text: str, note: str = "") -> Block:
    """A text to copy, in a block of its own, with a note above it if there is one."""
    noted = [_run(f"\n{note}")] if note else []
    heading = {"type": "rich_text_section", "elements": [_run(title, bold=True), *noted]}
    return _rich(heading, {"type": "rich_text_preformatted", "elements": [_run(text)]})


def quote(title: str, text: str) -> Block:
    heading = {"type": "rich_text_section", "elements": [_run(title, bold=True)]}
    return _rich(heading, {"type": "rich_text_quote", "elements": [_run(text)]})


def about_channel(text: str, channel: str) -> Block:
    """A line with the channel's name where `text` says {channel}: only Slack knows how to call it."""
    return _about(text, "{channel}", {"type": "channel", "channel_id": channel})


def about_person(text: str, person: str) -> Block:
    """The same with a person's name where `text` says {person}; in a view it calls nobody."""
    return _about(text, "{person}", {"type": "user", "user_id": person})


def _about(text: str, place: str, named: Block) -> Block:
    before, _, after = text.partition(place)
    runs = [*([_run(before)] if before else []), named, *([_run(after)] if after else [])]
    return _rich({"type": "rich_text_section", "elements": runs})


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain(text)]}


def link_line(links: Iterable[tuple[str, str]]) -> Block:
    """Words that lead to addresses, side by side: each its words and its address."""
    parts: list[Block] = []
    for words, url in links:
        parts += [_run(" · ")] if parts else []
        parts.append({"type": "link", "url": url, "text": words})
    return _rich({"type": "rich_text_section", "elements": parts})


def record_link(label: str, url: str | None) -> list[Block]:
    """Where the deal's record stands in another system, to be opened; nothing where there is none."""
    return [link_line([(label, url)])] if url else []


def divider() -> Block:
    return {"type": "divider"}


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    element: Block = {
        "type": "button",
        "text": plain(text, _LABEL_LIMIT),
        "action_id": action_id,
        "value": value,
    }
    return element | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": "danger",
    }


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """The menu behind three dots, for what is not pressed often: one to five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def option(value: str, text: str, explains: str | None = None) -> Block:
    made: Block = {"text": plain(text, _LABEL_LIMIT), "value": value}
    return made | ({"description": plain(explains, _LABEL_LIMIT)} if explains else {})


def focused(element: Block) -> Block:
    """The element that the cursor stands in when the view opens; one in a view."""
    return element | {"focus_on_load": True}


def text_input(
    value: str | None, limit: int, placeholder: str | None = None, multiline: bool = False
) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": multiline,
        "max_length": limit,
    }
    element |= {"initial_value": value[:limit]} if value else {}
    return element | ({"placeholder": plain(placeholder, 150)} if placeholder else {})


def number_input(value: int | None, least: int, most: int) -> Block:
    element: Block = {"type": "number_input", "action_id": VALUE, "is_decimal_allowed": False}
    element |= {"min_value": str(least), "max_value": str(most)}
    return element | ({"initial_value": str(value)} if value is not None else {})


def date_input(value: date | None) -> Block:
    return {"type": "datepicker", "action_id": VALUE} | ({"initial_date": value.isoformat()} if value else {})


def file_input(endings: Sequence[str]) -> Block:
    """One file; what stands in it is another matter than how it ends."""
    return {"type": "file_input", "action_id": VALUE, "filetypes": list(endings), "max_files": 1}


def time_input(value: time) -> Block:
    return {"type": "timepicker", "action_id": VALUE, "initial_time": value.strftime("%H:%M")}


def checkboxes(options: Sequence[Block], chosen: set[str]) -> Block:
    initial = [one for one in options if one["value"] in chosen]
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": list(options)}
    return element | ({"initial_options": initial} if initial else {})


def row(block_id: str, title: str, text: str, accessory: Block | None = None) -> Block:
    """A line of a list: a title and a text below it, with a button beside them."""
    made: Block = {
        "type": "section",
        "block_id": block_id,
        "text": plain(f"{title}\n{text}" if text else title),
    }
    return made | ({"accessory": accessory} if accessory else {})


def radio(options: Sequence[Block], chosen: str | None) -> Block:
    return _choice({"type": "radio_buttons", "action_id": VALUE}, options, chosen)


def select(options: Sequence[Block], chosen: str | None, placeholder: str | None = None) -> Block:
    element: Block = {"type": "static_select", "action_id": VALUE}
    element |= {"placeholder": plain(placeholder, 150)} if placeholder else {}
    return _choice(element, options, chosen)


def grouped_select(
    groups: Sequence[tuple[str, Sequence[Block]]], chosen: str | None, placeholder: str | None = None
) -> Block:
    """A select of more options than one takes: at most a hundred under each of at most a hundred labels."""
    options = [one for _, ones in groups for one in ones]
    element = select(options, chosen, placeholder)
    del element["options"]
    labelled = [{"label": plain(label, _LABEL_LIMIT), "options": list(ones)} for label, ones in groups]
    return element | {"option_groups": labelled}


def one_of(options: Sequence[Block], chosen: str | None, placeholder: str) -> Block:
    """Radio buttons, or a select where there are more options than those take."""
    if len(options) <= _MOST_RADIO_BUTTONS:
        return radio(options, chosen)
    return select(options, chosen, placeholder)


def field(
    block_id: str,
    label: str,
    element: Block,
    *,
    hint: str | None = None,
    optional: bool = False,
    acts: bool = False,
) -> Block:
    """An input block; with `acts`, choosing something there is told at once."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    block |= {"optional": optional, "dispatch_action": acts}
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "blocks": list(blocks),
    }
    view |= {"close": plain(close, 24), "private_metadata": metadata}
    return view | ({"submit": plain(submit, 24)} if submit else {})


def message(lines: Iterable[str], blocks: Sequence[Block]) -> Message:
    """A message's blocks, and the same in words: what screen readers and notifications read.

    Slack reads that text as mrkdwn, so `&`, `<` and `>` are written as it asks, and mention nobody.
    """
    text = "\n".join(line for line in lines if line)
    return {"text": escaped(text), "blocks": list(blocks)}


def escaped(text: str) -> str:
    """Text for a place that Slack reads as mrkdwn."""
    return escape(cut(text, _TEXT_LIMIT), quote=False)


def _choice(element: Block, options: Sequence[Block], chosen: str | None) -> Block:
    initial = next((one for one in options if one["value"] == chosen), None)
    return element | {"options": list(options)} | ({"initial_option": initial} if initial else {})


def _run(text: str, bold: bool = False) -> Block:
    # Rich text is no mrkdwn: Slack counts its characters as they are.
    shown = text if len(text) <= _SECTION_LIMIT else text[: _SECTION_LIMIT - 1] + "…"
    run: Block = {"type": "text", "text": shown}
    return run | ({"style": {"bold": True}} if bold else {})


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}
