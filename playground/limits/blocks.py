"""What Slack refuses in each kind of block."""

from __future__ import annotations

from typing import Any

from playground.identity import JSON

from .elements import CHOICES, check_element, check_image
from .findings import ANY_TEXT, Findings
from .rich_text import check_rich_text

ID_LONGEST = 255
SECTION_LONGEST, FIELD_LONGEST, FIELDS = 3000, 2000, 10
HEADER_LONGEST = 150
CONTEXT_ELEMENTS, ACTIONS_ELEMENTS = 10, 25
CONTEXT_LONGEST = 2000  # not documented; the strict side
LABEL_LONGEST = HINT_LONGEST = 2000
MARKDOWN_LONGEST = 12_000

_VIEW = {"section", "header", "divider", "context", "actions", "input", "image", "rich_text"}
SURFACES = {"modal": _VIEW, "home": _VIEW, "message": _VIEW - {"input"} | {"markdown"}}

IN_SECTION = CHOICES | {"button", "overflow", "image", "datepicker", "timepicker"}
IN_ACTIONS = (IN_SECTION - {"image"} | {"datetimepicker"}) - {
    one for one in CHOICES if one.startswith("multi_")
}
IN_INPUT = CHOICES | {
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "file_input",
}
IN_MODALS_ONLY = {"file_input"}

_KEYS: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "section": ({"text", "fields", "accessory", "expand"}, ()),
    "header": ({"text"}, ("text",)),
    "divider": (set(), ()),
    "context": ({"elements"}, ("elements",)),
    "actions": ({"elements"}, ("elements",)),
    "input": ({"label", "element", "hint", "optional", "dispatch_action"}, ("label", "element")),
    "image": ({"image_url", "slack_file", "alt_text", "title"}, ("alt_text",)),
    "rich_text": ({"elements"}, ("elements",)),
    "markdown": ({"text"}, ("text",)),
}


def check_block(found: Findings, place: str, block: JSON, surface: str) -> None:
    """Add what Slack would refuse in one block of a modal, home or message."""
    kind = block.get("type")
    if kind not in _KEYS or kind not in SURFACES[surface]:
        found.add(f"{place}/type", f"unsupported type: {kind}")
        return
    allowed, required = _KEYS[kind]
    found.keys(place, block, allowed | {"type", "block_id"}, required)
    found.string(f"{place}/block_id", block.get("block_id"), ID_LONGEST, least=1)
    if kind == "section":
        _section(found, place, block, surface)
    elif kind == "header":
        found.text(f"{place}/text", block.get("text"), HEADER_LONGEST)
    elif kind == "context":
        _context(found, place, block)
    elif kind == "actions":
        _actions(found, place, block, surface)
    elif kind == "input":
        _input(found, place, block, surface)
    elif kind == "image":
        check_image(found, place, block)
        found.text(f"{place}/title", block.get("title"), 2000)
    elif kind == "rich_text":
        check_rich_text(found, place, block)
    elif kind == "markdown":
        found.string(f"{place}/text", block.get("text"), MARKDOWN_LONGEST, least=1)


def _section(found: Findings, place: str, block: JSON, surface: str) -> None:
    if block.get("text") is None and not block.get("fields"):
        found.add(place, "missing required field: text or fields")
    found.text(f"{place}/text", block.get("text"), SECTION_LONGEST, ANY_TEXT)
    for number, field in enumerate(found.count(f"{place}/fields", block.get("fields"), 1, FIELDS)):
        found.text(f"{place}/fields/{number}", field, FIELD_LONGEST, ANY_TEXT)
    if block.get("accessory") is not None:
        _element(found, f"{place}/accessory", block["accessory"], IN_SECTION, surface)


def _context(found: Findings, place: str, block: JSON) -> None:
    for number, one in enumerate(
        found.count(f"{place}/elements", block.get("elements"), 1, CONTEXT_ELEMENTS)
    ):
        at = f"{place}/elements/{number}"
        if isinstance(one, dict) and one.get("type") == "image":
            check_element(found, at, one, "context")
        else:
            found.text(at, one, CONTEXT_LONGEST, ANY_TEXT)


def _actions(found: Findings, place: str, block: JSON, surface: str) -> None:
    for number, one in enumerate(
        found.count(f"{place}/elements", block.get("elements"), 1, ACTIONS_ELEMENTS)
    ):
        _element(found, f"{place}/elements/{number}", one, IN_ACTIONS, surface)


def _input(found: Findings, place: str, block: JSON, surface: str) -> None:
    found.text(f"{place}/label", block.get("label"), LABEL_LONGEST)
    found.text(f"{place}/hint", block.get("hint"), HINT_LONGEST)
    found.boolean(f"{place}/optional", block.get("optional"))
    found.boolean(f"{place}/dispatch_action", block.get("dispatch_action"))
    if block.get("element") is not None:
        allowed = IN_INPUT if surface == "modal" else IN_INPUT - IN_MODALS_ONLY
        _element(found, f"{place}/element", block["element"], allowed, surface)


def _element(found: Findings, place: str, element: Any, allowed: set[str], surface: str) -> None:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind in allowed:
        check_element(found, place, element, surface)
    else:
        found.add(f"{place}/type", f"unsupported type: {kind}")
