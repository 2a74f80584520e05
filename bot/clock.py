"""The clocks: the real one, and one that the demo moves forward."""

import threading
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """Real time plus what it was moved ahead; it never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return real_now() + self._ahead

    def move_to(self, moment: datetime) -> None:
        with self._lock:
            self._ahead = max(self._ahead, moment - real_now())
