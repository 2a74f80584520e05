"""Listeners of a bot that does nothing but take what it hears."""

from __future__ import annotations

from collections.abc import Callable

from tests.playground.shapes import JSON


def taking(got: list[JSON]) -> Callable[..., None]:
    """Acknowledges each request at once, and keeps its payload in `got`."""

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body)
        ack()

    return listener
