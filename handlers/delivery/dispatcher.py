"""The clock struck: due nudges are claimed, a rep's morning at a time, and their mornings sent side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait

from handlers.delivery.batch import ClientFor, DeliveryBatch, Morning
from handlers.delivery.dnd import QuietHours
from handlers.delivery.mornings import read_mornings
from handlers.delivery.worker import send_in_turns, send_morning
from handlers.slack.context import Services
from storage.due_reps import due_reps
from storage.lease import Lease
from storage.nudges import claim_due
from storage.owner import EVERYBODY

REPS = 100
"""How many reps' mornings are claimed at a time: half a dozen for each sender, sent well within the lease."""
_TOGETHER = 7
"""So many that a message to each takes the second which Slack wants between two to one of them."""
_RECORD_SECONDS = 0.25
"""What is posted within so long is recorded together: a commit each would be a sixth of a sweep on PostgreSQL."""


def send_due(
    services: Services,
    client_for: ClientFor,
    senders: Executor | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Sends what is due now, side by side where there are `senders`; how many nudges were claimed.

    Once it is `stopped`, what was claimed and not sent is given back.
    """
    with services.db.read(EVERYBODY) as session:
        due = due_reps(session, services.now(), REPS)
    if not due:
        return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        claimed = claim_due(session, services.now(), due)
    batch = DeliveryBatch(services, client_for, lease, stopped, QuietHours(one.owner for one in due))
    mornings = read_mornings(services, [one.owner for one in due], claimed)
    if senders:
        _side_by_side(batch, mornings, senders)
    else:
        _one_by_one(batch, mornings)
    return len(claimed)


def _side_by_side(batch: DeliveryBatch, mornings: Sequence[Morning], senders: Executor) -> None:
    """Senders wait for Slack; this thread records what they posted while they go on."""
    shares = _shares(batch.services, mornings)
    running: set[Future[None]] = {senders.submit(send_in_turns, batch, share) for share in shares}
    while running:
        done, running = wait(running, timeout=_RECORD_SECONDS)
        lost = batch.record_posted()
        for future in done:
            future.result()
        running |= {senders.submit(batch.take_back_if_deleted, together) for together in lost}


def _shares(services: Services, mornings: Sequence[Morning]) -> list[list[Morning]]:
    """What one sender does at a time: one morning, or some of a workspace that are several messages each.

    Those of another workspace are apart, since a large one may have to wait for the next half minute.
    """
    shares: list[list[Morning]] = []
    of_team: dict[str, list[Morning]] = {}
    for morning in mornings:
        team = morning.owner.team
        several = 1 < len(morning.rows) < services.policy_for(morning.owner).numbers.digest_from
        if several and team in of_team and len(of_team[team]) < _TOGETHER:
            of_team[team].append(morning)
            continue
        shares.append([morning])
        if several:
            of_team[team] = shares[-1]
    return shares


def _one_by_one(batch: DeliveryBatch, mornings: Sequence[Morning]) -> None:
    """Each message is recorded before the next is sent."""

    def record() -> None:
        for together in batch.record_posted():
            batch.take_back_if_deleted(together)

    for morning in mornings:
        send_morning(batch, morning, record)
