"""SIGTERM and Ctrl-C: the process is told to stop, and finishes what is in flight."""

import signal
import threading
from collections.abc import Callable


class StopSignal:
    """Listened for from the moment this is made: one that comes during the start counts."""

    def __init__(self) -> None:
        self._told = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._told.set())

    def is_told(self) -> bool:
        return self._told.is_set()

    def wait(self, each_second: Callable[[], None] = lambda: None) -> None:
        while not self._told.wait(timeout=1):
            each_second()
