"""The clock struck: what is in the outbox goes to its receivers, each receiver's rows one after the other."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from datetime import timedelta
from itertools import groupby

from handlers.delivery.batch import ClientFor
from handlers.delivery.outbox_batch import OutboxBatch
from handlers.delivery.outbox_try import try_row
from handlers.slack.context import Services
from storage.lease import Lease
from storage.outbox_queue import Due, any_due, claim_outbox, give_back
from storage.outbox_state import forget_told
from storage.owner import EVERYBODY

KEPT = timedelta(days=30)
TURN_SECONDS = 5.0
"""After so long no more is begun in a sweep: nudges are waiting for the next one."""


def send_outbox(
    services: Services,
    client_for: ClientFor,
    stopped: Callable[[], bool],
    beat: Callable[[], None],
    senders: Executor | None,
) -> int:
    """Sends what is due, within its turn; how many rows were claimed. One receiver that fails holds up no other."""
    until, claimed = time.monotonic() + TURN_SECONDS, 0
    while not stopped() and time.monotonic() < until:
        batch = _claim(services, client_for, until)
        if batch is None:
            break
        _send(batch, senders)
        claimed += len(batch.rows)
        beat()
    return claimed


def forget_old_rows(services: Services) -> None:
    """What was told is kept for `KEPT`, so that it can be replayed."""
    with services.db.write(EVERYBODY) as session:
        forget_told(session, services.now() - KEPT)


def _claim(services: Services, client_for: ClientFor, until: float) -> OutboxBatch | None:
    now = services.now()
    with services.db.read(EVERYBODY) as session:
        if not any_due(session, now):
            return None
    # Older than the claim, if anything: it never says for longer than that holds.
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        rows = claim_outbox(session, now)
    if not rows:
        return None
    return OutboxBatch(services, client_for, lease, until, rows)


def _send(batch: OutboxBatch, senders: Executor | None) -> None:
    """A receiver's rows in order, and receivers side by side where there are senders."""

    def of(row: Due) -> tuple[str, str, int]:
        return (row.target, row.owner.team, row.hook_id or 0)

    mine = [list(some) for _, some in groupby(sorted(batch.rows, key=of), key=of)]
    if senders:
        for future in [senders.submit(_send_in_order, batch, some) for some in mine]:
            future.result()
    else:
        for some in mine:
            _send_in_order(batch, some)


def _send_in_order(batch: OutboxBatch, rows: Iterable[Due]) -> None:
    """Once a receiver needs a rest, or time is up, the others of it are given back."""
    resting = False
    for row in rows:
        if resting or not batch.may_go_on:
            with batch.services.db.write(row.owner) as session:
                give_back(session, row)
        else:
            resting = try_row(batch, row)
