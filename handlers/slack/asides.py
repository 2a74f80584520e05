"""Room for what can wait beside a modal that is opening."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_AT_ONCE = 2
_BURST, _A_SECOND = 20, 1.0
"""Twenty, and one more each second: users.info, which all of them ask, allows about a hundred a minute (tier 4)."""


def _monotonic() -> float:
    return time.monotonic()


class Asides:
    """Two at a time, and in a rush no more than Slack allows: the threads and the database are the modals'."""

    def __init__(self, elapsed: Callable[[], float] = _monotonic) -> None:
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._running = 0
        self._left = float(_BURST)
        self._counted_at = elapsed()

    @contextmanager
    def room(self) -> Iterator[bool]:
        """Whether there is room; nobody waits for it."""
        mine = self._take()
        try:
            yield mine
        finally:
            if mine:
                with self._lock:
                    self._running -= 1

    def _take(self) -> bool:
        with self._lock:
            now = self._elapsed()
            self._left = min(_BURST, self._left + (now - self._counted_at) * _A_SECOND)
            self._counted_at = now
            if self._running >= _AT_ONCE or self._left < 1:
                return False
            self._running += 1
            self._left -= 1
            return True
