"""Slack's rate limits: tiers per method and minute, and one message a second per channel."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from playground.identity import JSON

# calls a minute; SLACK.md, "Rate limits"
TIER = {1: 1, 2: 20, 3: 50, 4: 100}
METHOD_TIER = {
    "users.list": 2,
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.open": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "dnd.info": 3,
    "users.info": 4,
    "chat.postEphemeral": 4,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
}
POSTS_A_MINUTE = 300  # "several hundred messages per minute" a workspace
POSTS_AT_ONCE = 3  # the burst into one channel we allow beyond one a second


class RateLimits:
    """One workspace's; `tiers` counts all methods, `slow_history` as for apps sold outside the Marketplace."""

    def __init__(self, monotonic: Callable[[], float], tiers: bool, slow_history: bool) -> None:
        self.slow_history = slow_history
        self._monotonic = monotonic
        self._tiers = tiers
        self._taken: dict[str, deque[float]] = {}

    def seconds_to_wait(self, method: str, args: JSON) -> int:
        """0 when the call may go on (and is counted), else the whole seconds for Retry-After."""
        if method == "conversations.history" and self.slow_history:
            windows = [(method, TIER[1], 60.0)]
        elif not self._tiers:
            return 0
        elif method == "chat.postMessage":
            windows = [
                (f"channel {args.get('channel')}", POSTS_AT_ONCE, float(POSTS_AT_ONCE)),
                ("posts", POSTS_A_MINUTE, 60.0),
            ]
        elif method in METHOD_TIER:
            windows = [(method, TIER[METHOD_TIER[method]], 60.0)]
        else:
            return 0
        wait = max(self._wait(key, most, seconds) for key, most, seconds in windows)
        if wait <= 0:
            for key, _, _ in windows:
                self._taken[key].append(self._monotonic())
        return math.ceil(max(wait, 0.0))

    def _wait(self, key: str, most: int, seconds: float) -> float:
        taken, now = self._taken.setdefault(key, deque()), self._monotonic()
        while taken and now - taken[0] >= seconds:
            taken.popleft()
        return taken[0] + seconds - now if len(taken) >= most else 0.0
