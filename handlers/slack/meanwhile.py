"""Slack waits three seconds for an answer: where a call of ours may take longer, another answer goes first."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from slack_bolt import Ack

_PATIENCE_SECONDS = 0.8
"""What is done by then is answered as it is; statements before this may have taken two seconds already."""
_DRAWN_SECONDS = 1.0
"""Slack draws an answer after it came: a view that is updated sooner would be drawn over by it."""


class FailedMeanwhile(Exception):
    """What failed behind a view that says to wait: it is still to be replaced, once it is drawn."""

    def __init__(self, error: Exception, wait_until_drawn: Callable[[], None]) -> None:
        super().__init__()
        self.error = error
        self.wait_until_drawn = wait_until_drawn


class Meanwhile:
    """Within the block Slack gets `answer` when the time for a better one is over.

    What fails after an answer that took the form's place comes out as FailedMeanwhile.
    """

    def __init__(self, ack: Ack, **answer: Any) -> None:
        self._ack = ack
        self._answer = answer
        self._timer = threading.Timer(_PATIENCE_SECONDS, self._speak)
        self._spoke_at: float | None = None

    @property
    def answered(self) -> bool:
        return self._spoke_at is not None

    def wait_until_drawn(self) -> None:
        if self._spoke_at is not None:
            time.sleep(max(0, self._spoke_at + _DRAWN_SECONDS - time.monotonic()))

    def __enter__(self) -> "Meanwhile":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """From here on it is settled whether it spoke."""
        self._timer.cancel()
        self._timer.join()
        if self.answered and self._answer["response_action"] == "update" and isinstance(error, Exception):
            raise FailedMeanwhile(error, self.wait_until_drawn) from error

    def _speak(self) -> None:
        self._ack(**self._answer)
        self._spoke_at = time.monotonic()
