"""Waiting longer than Slack would: for tests that are about something else, on a machine that may be busy."""

import time
from collections.abc import Callable

from slack_bolt import App

SECONDS = 30


def be_patient(app: App, seconds: int = SECONDS) -> None:
    """Bolt gives up on its listeners as Slack does, after 3 s; those that the app has now may take so long."""
    for listener in app._listeners:
        listener.ack_timeout = seconds


def can_be_done_within(seconds: float, do: Callable[[], object], tries: int = 100) -> bool:
    """Whether it can be that quick, at its best: a busy machine makes anything slow once."""
    for _ in range(tries):
        began = time.perf_counter()
        do()
        if time.perf_counter() - began < seconds:
            return True
    return False
