"""*More*: the menu behind three dots of a card or a nudge, for what is not pressed often."""

from collections.abc import Iterable, Mapping
from typing import Any

from prompts import blocks
from prompts.view_state import Unreadable

MORE = "more"
"""The action id; an option's value names the step and what it is about: `name:id`."""


def more_menu(options: Iterable[tuple[str, str, object]]) -> list[blocks.Block]:
    """Each option's step, its words and what it is about; nothing where there are none."""
    made = [blocks.option(f"{name}:{about}", text) for name, text, about in options]
    return [blocks.overflow(MORE, made)] if made else []


def more_of(button: blocks.Block) -> tuple[str, str, object]:
    """What stands elsewhere as a button, as an option."""
    return button["action_id"], button["text"]["text"], button["value"]


def read_more(action: Mapping[str, Any]) -> tuple[str, str]:
    """The step that was chosen, and what it is about."""
    try:
        name, _, about = str(action["selected_option"]["value"]).partition(":")
        return name, about
    except (LookupError, TypeError):
        raise Unreadable("actions.0") from None
