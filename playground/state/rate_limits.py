"""Slack's rate limits: tiers per method and minute, and one message a second per channel."""

from __future__ import annotations

import math
from collections import deque

from playground.config import Clock
from playground.identity import JSON

# calls a minute; docs.slack.dev, "Rate limits"
TIER = {1: 1, 2: 20, 3: 50, 4: 100}
METHOD_TIER = {
    "auth.teams.list": 2,
    "users.list": 2,
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.open": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "dnd.info": 3,
    "dnd.teamInfo": 2,
    "functions.completeSuccess": 3,
    "functions.completeError": 3,
    "users.info": 4,
    "users.lookupByEmail": 3,
    "chat.postEphemeral": 4,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
    "files.info": 4,
}
MINUTE = 60.0
POSTS_A_MINUTE = 300  # "several hundred messages per minute" a workspace
POSTS_AT_ONCE = 3  # the burst into one channel; Slack allows short ones and names no number
GESTURE_SECONDS = 1.0  # a person needs that long at least, though a test does not


class RateLimitedError(Exception):
    """A call that must wait for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Stopwatch:
    """The seconds that have passed here: by the workspace's clock or the process's, whichever went further."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read = (clock.now().timestamp(), clock.monotonic())
        self._seconds = 0.0

    def seconds(self) -> float:
        before, self._read = self._read, (self._clock.now().timestamp(), self._clock.monotonic())
        self._seconds += max(0.0, *(now - then for now, then in zip(self._read, before, strict=True)))
        return self._seconds

    def let_pass(self, seconds: float) -> None:
        self._seconds += seconds


class RateLimits:
    """One workspace's; `tiers` counts all methods, `slow_history` as for apps sold outside the Marketplace."""

    def __init__(self, clock: Clock, tiers: bool, slow_history: bool) -> None:
        self.slow_history = slow_history
        self._stopwatch = Stopwatch(clock)
        self._tiers = tiers
        self._taken: dict[str, _Window | _Bucket] = {}

    def let_pass(self, seconds: float = GESTURE_SECONDS) -> None:
        """Time that no clock shows: a gesture's, or a rest that a test does not wait for."""
        self._stopwatch.let_pass(seconds)

    def seconds_to_wait(self, method: str, args: JSON) -> int:
        """0 when the call may go on (and is counted), else the whole seconds for Retry-After."""
        now, counts = self._stopwatch.seconds(), self._counts(method, args)
        wait = max((count.wait(now) for count in counts), default=0.0)
        if wait <= 0:
            for count in counts:
                count.add(now)
        return math.ceil(max(wait, 0.0))

    def _counts(self, method: str, args: JSON) -> list[_Window | _Bucket]:
        """What a call is counted in."""
        if method == "conversations.history" and self.slow_history:
            return [self._kept(method, _Window(TIER[1]))]
        if not self._tiers:
            return []
        if method == "chat.postMessage":
            channel = self._kept(f"channel {args.get('channel')}", _Bucket(POSTS_AT_ONCE))
            return [channel, self._kept("posts", _Window(POSTS_A_MINUTE))]
        return [self._kept(method, _Window(TIER[METHOD_TIER[method]]))] if method in METHOD_TIER else []

    def _kept(self, name: str, fresh: _Window | _Bucket) -> _Window | _Bucket:
        return self._taken.setdefault(name, fresh)


class _Window:
    """So many calls in any sixty seconds."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._at: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self._at and now - self._at[0] >= MINUTE:
            self._at.popleft()
        return self._at[0] + MINUTE - now if len(self._at) >= self._most else 0.0

    def add(self, now: float) -> None:
        self._at.append(now)


class _Bucket:
    """One call a second in the long run, and so many at once."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._empty_at = 0.0

    def wait(self, now: float) -> float:
        return max(0.0, self._empty_at - now) + 1.0 - self._at_once

    def add(self, now: float) -> None:
        self._empty_at = max(self._empty_at, now) + 1.0
