"""What the bot asked of the local Slack in simulated time, and when each message stood there."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bench.morning.simulated import SimulatedTime
from bench.slack import CALL_SECONDS
from handlers.slack.answers import AnsweredClient


@dataclass
class Seen:
    """Calls by method, those of them told to wait, and the messages: each one's workspace and moment."""

    calls: Counter[str] = field(default_factory=Counter)
    limited: Counter[str] = field(default_factory=Counter)
    messages: list[tuple[str, datetime]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class WatchedClient(AnsweredClient):
    """A workspace's, whose calls take as long as real ones."""

    def __init__(self, team: str, token: str, api_url: str, time: SimulatedTime, seen: Seen) -> None:
        super().__init__(token=token, base_url=api_url, retry_handlers=[])
        self._team = team
        self._time = time
        self._seen = seen

    def api_call(self, api_method: str, *args: Any, **told: Any) -> Any:
        self._time.sleep(CALL_SECONDS)
        try:
            answer = super().api_call(api_method, *args, **told)
        except SlackApiError as error:
            with self._seen.lock:
                self._seen.calls[api_method] += 1
                self._seen.limited[api_method] += error.response.status_code == 429
            raise
        with self._seen.lock:
            self._seen.calls[api_method] += 1
            if api_method == "chat.postMessage":
                self._seen.messages.append((self._team, datetime.fromtimestamp(float(answer["ts"]), UTC)))
        return answer
