"""The clock struck: due nudges are claimed, a rep's morning at a time, and their mornings sent side by side."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from functools import partial
from itertools import groupby

from handlers.delivery.batch import ClientFor, DeliveryBatch
from handlers.delivery.worker import send_morning
from handlers.slack.context import Services
from storage.lease import Lease
from storage.nudges import DueNudge, claim_due
from storage.owner import EVERYBODY

REPS = 100
"""How many reps' mornings are claimed at a time: a dozen for each sender, sent well within the lease."""
_WAIT_SECONDS = 0.05


def send_due(services: Services, client_for: ClientFor, senders: Executor | None = None) -> int:
    """Sends what is due now, side by side where there are `senders`; how many nudges were claimed."""
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        claimed = claim_due(session, services.now(), REPS)
    batch = DeliveryBatch(services, client_for, lease)
    if senders:
        _side_by_side(batch, _mornings(claimed), senders)
    else:
        _one_by_one(batch, _mornings(claimed))
    return len(claimed)


def _side_by_side(batch: DeliveryBatch, mornings: Sequence[Sequence[DueNudge]], senders: Executor) -> None:
    """Senders wait for Slack; this thread settles what they posted while they go on."""
    running: list[Future[None]] = [senders.submit(send_morning, batch, rows) for rows in mornings]
    while running:
        shown = batch.record_posted(_WAIT_SECONDS)
        running += [senders.submit(batch.show, *posted) for posted in shown]
        for done in [future for future in running if future.done()]:
            running.remove(done)
            done.result()
        if not running:
            running += [senders.submit(batch.show, *posted) for posted in batch.record_posted()]


def _one_by_one(batch: DeliveryBatch, mornings: Sequence[Sequence[DueNudge]]) -> None:
    """Each message is settled and shown before the next is sent."""
    settled = partial(_settle_and_show, batch)
    for rows in mornings:
        send_morning(batch, rows, settled)


def _settle_and_show(batch: DeliveryBatch) -> None:
    for posted in batch.record_posted():
        batch.show(*posted)


def _mornings(claimed: Sequence[DueNudge]) -> list[list[DueNudge]]:
    """The rows of each rep."""
    by_owner = sorted(claimed, key=lambda due: (due.owner.team, due.owner.rep, due.due_on, due.id))
    return [list(rows) for _, rows in groupby(by_owner, key=lambda due: due.owner)]
