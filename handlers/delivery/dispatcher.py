"""The clock struck: due nudges are claimed, a rep's morning at a time, and their mornings sent side by side."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from itertools import groupby

from coaching.deal import LostDeal
from handlers.delivery.batch import ClientFor, DeliveryBatch, Morning
from handlers.delivery.worker import send_morning
from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.deal_record import DealRecord
from storage.deals import find_records
from storage.lease import Lease
from storage.nudges import DueNudge, anything_due, claim_due
from storage.owner import EVERYBODY
from storage.reps import find_reps

REPS = 100
"""How many reps' mornings are claimed at a time: a dozen for each sender, sent well within the lease."""
_WAIT_SECONDS = 0.05


def send_due(services: Services, client_for: ClientFor, senders: Executor | None = None) -> int:
    """Sends what is due now, side by side where there are `senders`; how many nudges were claimed."""
    with services.db.read(EVERYBODY) as session:
        if not anything_due(session, services.now()):
            return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        claimed = claim_due(session, services.now(), REPS)
    batch = DeliveryBatch(services, client_for, lease)
    if senders:
        _side_by_side(batch, _mornings(services, claimed), senders)
    else:
        _one_by_one(batch, _mornings(services, claimed))
    return len(claimed)


def _side_by_side(batch: DeliveryBatch, mornings: Sequence[Morning], senders: Executor) -> None:
    """Senders wait for Slack; this thread records what they posted while they go on."""
    running: list[Future[None]] = [senders.submit(send_morning, batch, morning) for morning in mornings]
    while running:
        lost = batch.record_posted(_WAIT_SECONDS)
        for done in [future for future in running if future.done()]:
            running.remove(done)
            done.result()
        if not running:
            lost += batch.record_posted()
        running += [senders.submit(batch.take_back_if_deleted, posted) for posted in lost]


def _one_by_one(batch: DeliveryBatch, mornings: Sequence[Morning]) -> None:
    """Each message is recorded before the next is sent."""

    def record() -> None:
        for posted in batch.record_posted():
            batch.take_back_if_deleted(posted)

    for morning in mornings:
        send_morning(batch, morning, record)


def _mornings(services: Services, claimed: Sequence[DueNudge]) -> list[Morning]:
    """The rows of each rep, with their deals and the rep, read in a few statements for all of them.

    What was decided between the claim and this reading is not sent.
    """
    by_owner = sorted(claimed, key=lambda due: (due.owner.team, due.owner.rep, due.due_on, due.id))
    with services.db.read(EVERYBODY) as session:
        reps = find_reps(session, {due.owner for due in claimed})
    deals = _deals(services, claimed)
    rows = [due for due in by_owner if due.id in deals]
    return [
        Morning(owner, list(mine), deals, reps.get(owner))
        for owner, mine in groupby(rows, key=lambda due: due.owner)
    ]


def _deals(services: Services, claimed: Sequence[DueNudge]) -> dict[int, LostDeal | Exception]:
    """By the nudge's id, its deal; one that cannot be read has its error there, and holds up no other."""
    try:
        return _read(services, claimed)
    except UNREACHABLE:
        raise
    except Exception as error:
        if len(claimed) == 1:
            return {claimed[0].id: error}
    return {nudge_id: deal for due in claimed for nudge_id, deal in _deals(services, [due]).items()}


def _read(services: Services, claimed: Sequence[DueNudge]) -> dict[int, LostDeal | Exception]:
    with services.db.read(EVERYBODY) as session:
        records = find_records(session, {due.deal_id for due in claimed})
        deals = {deal_id: record.deal for deal_id, record in records.items()}
        return {due.id: deals[due.deal_id] for due in claimed if _is_ours(records.get(due.deal_id), due)}


def _is_ours(record: DealRecord | None, due: DueNudge) -> bool:
    return record is not None and record.still_due(due.id, due.claim)
