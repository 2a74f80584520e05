"""Trouble on order: what the Web API does wrong, for which method, how often."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass
class Fault:
    """One kind of trouble.

    `before` is called when the call arrives, `after` when it was carried out but is not answered yet; both run in a
    thread of their own and may block. `team` and `channel` narrow the fault to one workspace or conversation.
    `status` answers that HTTP status, with 429 the header Retry-After as `retry_after` says: seconds, any text, or
    None for no header at all. `error` answers ok:false with that code and with `messages` in response_metadata,
    `body` answers that text, JSON or not. `accepted_but_dropped` does what was asked and then closes the connection
    unanswered (or answers what `status`, `error` or `body` say), `delay` waits that many seconds first.
    `times` None means always; `probability` is drawn from the seeded generator of Faults.
    """

    status: int | None = None
    retry_after: int | str | None = 1
    error: str | None = None
    messages: Sequence[str] = ()
    body: str | None = None
    accepted_but_dropped: bool = False
    delay: float = 0.0
    times: int | None = 1
    probability: float = 1.0
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None
    team: str | None = None
    channel: str | None = None

    @property
    def answers(self) -> bool:
        """Whether the call is answered at all, though wrongly."""
        return self.status is not None or self.error is not None or self.body is not None

    def concerns(self, team: str | None, channels: Collection[str]) -> bool:
        return self.team in (None, team) and (self.channel is None or self.channel in channels)


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._planned: list[tuple[str, Fault, list[int]]] = []

    def add(self, method: str, fault: Fault) -> None:
        """Plan `fault` for calls of `method`, or of any with "*"."""
        with self._lock:
            self._planned.append((method, fault, [0]))

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def strike(self, method: str, team: str | None = None, channels: Collection[str] = ()) -> Fault | None:
        """The fault that this call meets, counted as used; `channels` are the names of its conversation."""
        with self._lock:
            for wanted, fault, used in self._planned:
                spent = fault.times is not None and used[0] >= fault.times
                meant = wanted in ("*", method) and fault.concerns(team, channels)
                if meant and not spent and self._random.random() < fault.probability:
                    used[0] += 1
                    return fault
        return None
