"""Small views and messages for the tests of the local Slack."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def option(value: str) -> JSON:
    return {"text": plain(value.title()), "value": value}


def question(block_id: str, element: JSON | None = None, **more: Any) -> JSON:
    """An input block; its element's action_id is `answer`."""
    asked = {"action_id": "answer", **(element or {"type": "plain_text_input"})}
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": asked, **more}


def button(action_id: str, **more: Any) -> JSON:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), **more}


def actions(*elements: JSON, block_id: str = "actions") -> JSON:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str = "words", **more: Any) -> JSON:
    return {"type": "section", "text": plain(text), **more}


def modal(*blocks: JSON, **more: Any) -> JSON:
    view = {"type": "modal", "callback_id": "form", "title": plain("Title"), "submit": plain("Next")}
    return {**view, "blocks": list(blocks) or [question("name")], **more}


def home(*blocks: JSON) -> JSON:
    return {"type": "home", "blocks": list(blocks) or [section()]}


def image(**changed: Any) -> JSON:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", **changed}
