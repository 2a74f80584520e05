"""How often something may be done: for addresses that anybody can call."""

import math
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from bot.wsgi import Environ, Guard, Page, Wsgi, answer

_SECONDS = 60.0


class RateLimiter:
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

    def seconds_left(self) -> int:
        """Until one more is let in, rounded up."""
        with self._lock:
            return max(1, math.ceil(self._taken[0] + _SECONDS - time.monotonic())) if self._taken else 1


def rate_limited(limiter: RateLimiter, too_many: Page) -> Guard:
    """What the limiter does not let in is answered with `too_many`."""

    def guard(inner: Wsgi) -> Wsgi:
        def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
            if not limiter.lets_in():
                return answer(start_response, too_many)
            return inner(environ, start_response)

        return serve

    return guard
