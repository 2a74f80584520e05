"""Ending a bot's waitress server."""

import threading
from typing import Any


def end(server: Any) -> None:
    """In the server's own loop, since closing is not thread-safe.

    A loop that is awake already gets there before the trigger is pulled: its pipe must not be closed yet.
    """
    pulled = threading.Event()

    def close() -> None:
        pulled.wait(1)
        server.close()

    server.trigger.pull_trigger(close)
    pulled.set()
