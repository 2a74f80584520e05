"""Rows of the outbox that were claimed together, and how long they may be sent."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.delivery.batch import ClientFor
from handlers.slack.context import Services
from storage.lease import Lease
from storage.outbox_queue import Due


@dataclass(frozen=True)
class OutboxBatch:
    """What was claimed together, with what it takes to send it."""

    services: Services
    client_for: ClientFor
    lease: Lease
    until: float
    """By the monotonic clock, when the next row is left to the next sweep."""
    rows: Sequence[Due]

    @property
    def may_go_on(self) -> bool:
        return self.lease.is_sure and time.monotonic() < self.until
