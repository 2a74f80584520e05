"""Slack's replies as they should not be, on the way from the local Slack to the bot's client."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from handlers.slack.kept_connections import ConnectedClient

JSON = dict[str, Any]


class Odd:
    """Slack carries out what is called, and what it replies is changed; or it does nothing at all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = ConnectedClient._perform_urllib_http_request_internal
        self._planned: list[tuple[str, Callable[[str], str], list[int]]] = []

        self._undone: list[tuple[str, str]] = []
        self._always: dict[str, str] = {}

        def perform(client: ConnectedClient, url: str, req: Any) -> JSON:
            for method, body in self._undone:
                if url.endswith(method):
                    self._undone.remove((method, body))
                    return {"status": 200, "headers": {}, "body": body}
            for method, body in self._always.items():
                if url.endswith(method):
                    return {"status": 200, "headers": {}, "body": body}
            answer = real(client, url, req)
            return answer | {"body": self._changed(url, str(answer["body"]))}

        monkeypatch.setattr(ConnectedClient, "_perform_urllib_http_request_internal", perform)

    def body(self, method: str, body: str, times: int = 1) -> None:
        """The next replies to this method are these bytes."""
        self._planned.append((method, lambda _real: body, [times]))

    def refusal(self, method: str, body: str) -> None:
        """The next call of this method is not carried out, and this is the reply."""
        self._undone.append((method, body))

    def always(self, method: str, **told: Any) -> None:
        """From now on this is Slack's answer to a method that the local Slack does not have."""
        self._always[method] = json.dumps({"ok": True} | told)

    def person(self, **fields: Any) -> None:
        """From now on everybody's profile has these fields; None leaves one out."""

        def change(real: str) -> str:
            told = json.loads(real)
            profile = told.get("user", {}) | fields
            return json.dumps(told | {"user": {key: one for key, one in profile.items() if one is not None}})

        self._planned.insert(0, ("users.info", change, [10**9]))

    def _changed(self, url: str, body: str) -> str:
        for method, change, left in self._planned:
            if url.endswith(method) and left[0]:
                left[0] -= 1
                return change(body)
        return body


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Odd:
    return Odd(monkeypatch)
