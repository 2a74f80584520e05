"""Slack's pace: about a message a second in one conversation, and several hundred a minute in one workspace."""

import threading
import time
from collections import deque
from collections.abc import Callable

_SECONDS = 1.0
_POSTS, _WITHIN = 150, 30.1
"""So many in so many seconds to one workspace: never over 300 in a minute, nor all of them at once."""
_MANY = 1000


def _monotonic() -> float:
    return time.monotonic()


class Throttle:
    """Spaces messages to the same conversation, and nudges to the same workspace; all others go at once.

    `rest` takes seconds; `elapsed` gives them, on a clock that nobody sets back.
    """

    def __init__(
        self, rest: Callable[[float], None] = time.sleep, elapsed: Callable[[], float] = _monotonic
    ) -> None:
        self._rest = rest
        self._elapsed = elapsed
        self._free_at: dict[str, float] = {}
        self._taken: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait_turn(self, channel: str, team: str | None = None) -> bool:
        """Whether it had to be waited for, so that what is said may be old by now.

        With a `team`, the workspace's turn too: for what is sent to many, and must leave room for answers.
        """
        with self._lock:
            now = self._elapsed()
            self._forget(now)
            turn = max(now, self._free_at.get(channel, now))
            if team:
                turn = self._take(team, turn)
            self._free_at[channel] = turn + _SECONDS
        if turn <= now:
            return False
        self._rest(turn - now)
        return True

    def _take(self, team: str, turn: float) -> float:
        taken = self._taken.setdefault(team, deque(maxlen=_POSTS))
        if len(taken) == _POSTS:
            turn = max(turn, taken[0] + _WITHIN)
        taken.append(turn)
        return turn

    def _forget(self, now: float) -> None:
        """The turns that hold nobody up any more, once there are many."""
        if len(self._free_at) > _MANY:
            self._free_at = {name: free for name, free in self._free_at.items() if free > now}
        if len(self._taken) > _MANY:
            self._taken = {team: taken for team, taken in self._taken.items() if taken[-1] + _WITHIN > now}
