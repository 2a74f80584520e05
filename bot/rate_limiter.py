"""How often something may be done: for addresses that anybody can call."""

import threading
import time
from collections import deque

_SECONDS = 60.0


class Limit:
    """So many times in any minute, for all callers together: behind a proxy they all look alike."""

    def __init__(self, times: int) -> None:
        self._taken: deque[float] = deque(maxlen=times)
        self._times = times
        self._lock = threading.Lock()

    def lets_in(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if len(self._taken) == self._times and now - self._taken[0] < _SECONDS:
                return False
            self._taken.append(now)
            return True
