"""Slack's pace: about a message a second in one conversation, and several hundred a minute in one workspace."""

import threading
import time
from collections import deque
from collections.abc import Callable

_SECONDS = 1.0
_POSTS, _WITHIN = 150, 30.1
"""So many in so many seconds to one workspace: never over 300 in a minute, nor all of them at once."""
_LOOK_SECONDS = 1.0
"""How often whoever waits looks whether it is still wanted."""
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

    def wait_turn(
        self, channel: str, team: str | None = None, wanted: Callable[[], bool] | None = None
    ) -> bool:
        """Whether it had to be waited for, so that what is said may be old by now.

        With a `team`, the workspace's turn too: for what is sent to many, and must leave room for answers. That may
        take half a minute, in which the conversation is free for others, and which ends, with the turn given back,
        soon after it is not `wanted` any more.
        """
        with self._lock:
            now = self._elapsed()
            self._forget(now)
            turn = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = turn + _SECONDS
        if turn > now:
            self._rest(turn - now)
        return bool(team and self._wait_for_team(team, channel, wanted)) or turn > now

    def _wait_for_team(self, team: str, channel: str, wanted: Callable[[], bool] | None) -> bool:
        with self._lock:
            now = self._elapsed()
            turn = self._take(team, now)
        if turn <= now:
            return False
        stays = self._rest_while(wanted, turn - now)
        with self._lock:
            if stays:
                self._free_at[channel] = max(self._free_at.get(channel, 0), turn + _SECONDS)
            elif turn in (taken := self._taken.get(team, deque())):
                taken.remove(turn)
        return True

    def _rest_while(self, wanted: Callable[[], bool] | None, seconds: float) -> bool:
        """Whether it was wanted to the end."""
        if wanted is None:
            self._rest(seconds)
            return True
        while wanted():
            if seconds <= 0:
                return True
            self._rest(min(seconds, _LOOK_SECONDS))
            seconds -= _LOOK_SECONDS
        return False

    def _take(self, team: str, now: float) -> float:
        """Turns are in order, and those that hold nobody up any more are gone."""
        taken = self._taken.setdefault(team, deque())
        while taken and taken[0] + _WITHIN <= now:
            taken.popleft()
        turn = max(now, taken[-1]) if taken else now
        if len(taken) >= _POSTS:
            turn = max(turn, taken[-_POSTS] + _WITHIN)
        taken.append(turn)
        return turn

    def _forget(self, now: float) -> None:
        """The turns that hold nobody up any more, once there are many."""
        if len(self._free_at) > _MANY:
            self._free_at = {name: free for name, free in self._free_at.items() if free > now}
        if len(self._taken) > _MANY:
            self._taken = {
                team: taken for team, taken in self._taken.items() if taken and taken[-1] + _WITHIN > now
            }
