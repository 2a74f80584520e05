"""A Slack within the process whose every call takes as long as it is told."""

import time
from itertools import count
from typing import Any

from slack_sdk import WebClient


class SlowSlack(WebClient):
    """Takes its time, and every message."""

    def __init__(self, seconds: float) -> None:
        super().__init__(token="xoxb-bench")
        self._seconds = seconds
        self._ts = count(1)
        self._posted = count(1)
        self.messages = 0

    def api_call(self, api_method: str, **_: Any) -> Any:
        time.sleep(self._seconds)
        if api_method == "users.info":
            return {"ok": True, "user": {"tz": "UTC"}}
        if api_method == "chat.postMessage":
            self.messages = next(self._posted)
        return {"ok": True, "ts": f"2.{next(self._ts):06}", "channel": {"id": "D0BENCH"}}
