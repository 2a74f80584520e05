"""A bot that answers each submission of a modal in one way, and choices to fill in."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App

from tests.playground.shapes import JSON

Opens = Callable[[JSON], None]


def answers(app: App, answer: JSON) -> list[JSON]:
    """The bot answers each submission of `form` with `answer`; the payloads it got."""
    got: list[JSON] = []

    def listener(ack: Callable[..., None], body: JSON) -> None:
        got.append(body)
        ack(**answer)

    app.view("form")(listener)
    return got
