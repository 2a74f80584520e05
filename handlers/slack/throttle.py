"""Slack takes about one message a second in one conversation."""

import threading
import time
from collections.abc import Callable

_SECONDS = 1.0
_MANY = 1000


class Throttle:
    """Spaces messages to the same conversation; those to different ones go at once. `rest` takes seconds."""

    def __init__(self, rest: Callable[[float], None] = time.sleep) -> None:
        self._rest = rest
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait_turn(self, channel: str) -> None:
        with self._lock:
            now = time.monotonic()
            if len(self._free_at) > _MANY:
                self._free_at = {name: free for name, free in self._free_at.items() if free > now}
            turn = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = turn + _SECONDS
        if turn > now:
            self._rest(turn - now)
