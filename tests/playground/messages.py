"""What a person reads in a conversation, and a message with a button."""

from __future__ import annotations

from playground import Gestures
from tests.playground.shapes import actions, button

BUTTON = [actions(button("go", value="7"))]


def texts(who: Gestures, channel: str | None = None) -> list[str]:
    return [message["text"] for message in who.messages(channel)]
