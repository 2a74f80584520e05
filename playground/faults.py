"""Trouble on order: what the Web API does wrong, for which method, how often."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass


@dataclass
class Fault:
    """One kind of trouble.

    `status` answers that HTTP status (429 with `retry_after` seconds), `error` answers ok:false with
    that code, `accepted_but_dropped` does what was asked and then closes the connection unanswered (or,
    with a `status`, answers that), `delay` waits that many seconds first. `times` None means always;
    `probability` is drawn from the seeded generator of Faults.
    """

    status: int | None = None
    retry_after: int | None = None
    error: str | None = None
    accepted_but_dropped: bool = False
    delay: float = 0.0
    times: int | None = 1
    probability: float = 1.0


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._planned: list[tuple[str, Fault, list[int]]] = []

    def add(self, method: str, fault: Fault) -> None:
        """Plan `fault` for calls of `method`, or of any with "*"."""
        with self._lock:
            self._planned.append((method, fault, [0]))

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that this call meets, counted as used."""
        with self._lock:
            for wanted, fault, used in self._planned:
                spent = fault.times is not None and used[0] >= fault.times
                if wanted in ("*", method) and not spent and self._random.random() < fault.probability:
                    used[0] += 1
                    return fault
        return None
