"""Trigger ids: a few seconds and one use, as Slack grants them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playground.identity import SlackError


@dataclass
class Trigger:
    """Leave to open one view for one person; `view_id` is the view the gesture was made in."""

    user: str
    issued: float
    view_id: str | None
    used: bool = False


class Triggers:
    """Each lives for `life` seconds of the clock `monotonic`."""

    def __init__(self, monotonic: Callable[[], float], life: float) -> None:
        self._monotonic, self._life = monotonic, life
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{secrets.randbelow(10**11)}.{secrets.randbelow(10**11)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, self._monotonic(), view_id)
        return trigger_id

    def knows(self, trigger_id: object) -> bool:
        return trigger_id in self._known

    def check(self, trigger_id: object) -> Trigger:
        """The trigger, still unused; raises SlackError as Slack names it."""
        trigger = self._known.get(str(trigger_id))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.issued > self._life:
            raise SlackError("expired_trigger_id")
        return trigger
