"""A debrief stored with its plan and its nudge."""

import time
from dataclasses import dataclass

from bench.measure import percentile
from bench.queue.filling import MADE, lose
from bench.queue.sending import desk_at
from storage.deals import find_deal
from storage.owner import EVERYBODY, Owner

_OWNER = Owner("T0BENCH0", "U0BENCH0")


@dataclass(frozen=True)
class Stored:
    """A second, and milliseconds."""

    per_second: float
    p50: float
    p99: float


def store(url: str, count: int) -> Stored:
    """One after the other, each in one transaction, from the new deal to its commit; the first is not counted."""
    taken = []
    with desk_at(url, -1) as services:
        with services.db.write(EVERYBODY) as session:
            first = lose(session, _OWNER, "Prospect to be stored, the first", MADE)
        with services.db.read(EVERYBODY) as session:
            stored = find_deal(session, _OWNER, first.id)
        plan = stored.plan if stored else None
        for number in range(count):
            began = time.perf_counter()
            with services.db.write(EVERYBODY) as session:
                lose(session, _OWNER, f"Prospect to be stored, {number}", MADE, plan)
            taken.append((time.perf_counter() - began) * 1000)
    return Stored(1000 * count / sum(taken), percentile(taken, 50), percentile(taken, 99))
