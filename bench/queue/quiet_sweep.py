"""A sweep that finds nothing due, with few and with many pending."""

import time
from statistics import median

from slack_sdk import WebClient

from bench.queue.sending import desk_at
from handlers.delivery.dispatcher import send_due
from handlers.slack.context import Services

_WARM_UP = 10


def sweeps(few: str, many: str, rounds: int) -> tuple[float, float]:
    """Medians in milliseconds of alternated runs of the sweep's own `send_due`, on the day before the first morning."""
    taken: tuple[list[float], list[float]] = ([], [])
    with desk_at(few, -1) as small, desk_at(many, -1) as large:
        for number in range(_WARM_UP + rounds):
            both = list(zip((small, large), taken, strict=True))
            for services, times in both if number % 2 else reversed(both):
                took = _sweep(services)
                if number >= _WARM_UP:
                    times.append(took)
    return median(taken[0]), median(taken[1])


def _sweep(services: Services) -> float:
    began = time.perf_counter()
    if send_due(services, lambda _team: WebClient()):
        raise RuntimeError("something was due")
    return (time.perf_counter() - began) * 1000
