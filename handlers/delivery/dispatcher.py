"""The clock struck: due nudges are claimed, a rep's morning at a time, and their mornings sent side by side."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from functools import partial
from itertools import groupby

from handlers.delivery.batch import ClientFor, Shift
from handlers.delivery.worker import send_morning
from handlers.slack.context import Desk
from storage.lease import Hold
from storage.nudges import DueNudge, claim_due
from storage.owner import EVERYBODY

REPS = 100
"""How many reps' mornings are claimed at a time: a dozen for each sender, sent well within the lease."""
_WAIT_SECONDS = 0.05


def send_due(desk: Desk, client_for: ClientFor, senders: Executor | None = None) -> int:
    """Sends what is due now, side by side where there are `senders`; how many nudges were claimed."""
    hold = Hold()
    with desk.db.write(EVERYBODY) as session:
        claimed = claim_due(session, desk.now(), REPS)
    shift = Shift(desk, client_for, hold)
    if senders:
        _side_by_side(shift, _mornings(claimed), senders)
    else:
        _one_by_one(shift, _mornings(claimed))
    return len(claimed)


def _side_by_side(shift: Shift, mornings: Sequence[Sequence[DueNudge]], senders: Executor) -> None:
    """Senders wait for Slack; this thread settles what they posted while they go on."""
    running: list[Future[None]] = [senders.submit(send_morning, shift, rows) for rows in mornings]
    while running:
        shown = shift.settle_waiting(_WAIT_SECONDS)
        running += [senders.submit(shift.show, *posted) for posted in shown]
        for done in [future for future in running if future.done()]:
            running.remove(done)
            done.result()
        if not running:
            running += [senders.submit(shift.show, *posted) for posted in shift.settle_waiting()]


def _one_by_one(shift: Shift, mornings: Sequence[Sequence[DueNudge]]) -> None:
    """Each message is settled and shown before the next is sent."""
    settled = partial(_settle_and_show, shift)
    for rows in mornings:
        send_morning(shift, rows, settled)


def _settle_and_show(shift: Shift) -> None:
    for posted in shift.settle_waiting():
        shift.show(*posted)


def _mornings(claimed: Sequence[DueNudge]) -> list[list[DueNudge]]:
    """The rows of each rep."""
    by_owner = sorted(claimed, key=lambda due: (due.owner.team, due.owner.rep, due.due_on, due.id))
    return [list(rows) for _, rows in groupby(by_owner, key=lambda due: due.owner)]
