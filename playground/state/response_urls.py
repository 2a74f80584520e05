"""Response URLs: five messages in thirty minutes, into the place where the person was."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playground.identity import SlackError

USES = 5  # docs/slack.md, "Time and delivery"
LIFE_SECONDS = 1800.0


@dataclass
class Hook:
    """Where a response URL leads; `message_ts` is the message a button was on."""

    user: str
    channel: str
    message_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._hooks: dict[str, Hook] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """A new hook's key; the server's address goes before it."""
        key = secrets.token_urlsafe(18)
        self._hooks[key] = Hook(user, channel, message_ts, self._monotonic())
        return key

    def knows(self, key: str) -> bool:
        return key in self._hooks

    def clear(self) -> None:
        self._hooks.clear()

    def use(self, key: str) -> Hook:
        """The hook, one use spent; raises SlackError as Slack names it."""
        hook = self._hooks.get(key)
        if hook is None:
            raise SlackError("invalid_url")
        if self._monotonic() - hook.issued > LIFE_SECONDS:
            raise SlackError("expired_url")
        if hook.uses >= USES:
            raise SlackError("used_url")
        hook.uses += 1
        return hook
