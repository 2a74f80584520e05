"""A day after a reply its Undo goes from the message."""

from handlers.deals.redraw import redraw, undo_within
from handlers.delivery.batch import ClientFor
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.context import Desk
from storage.owner import EVERYBODY, Owner
from storage.undo import end_undo, undos_over

BATCH = 20


def end_undos(desk: Desk, client_for: ClientFor) -> int:
    """Redraws the messages whose Undo is over; how many there were."""
    with desk.db.read(EVERYBODY) as session:
        over = undos_over(session, desk.now() - undo_within(desk), BATCH)
    for owner, deal_id, reply_id in over:
        _redraw(desk, client_for, owner, deal_id)
        with desk.db.write(owner) as session:
            end_undo(session, reply_id, desk.now())
    return len(over)


def _redraw(desk: Desk, client_for: ClientFor, owner: Owner, deal_id: int) -> None:
    try:
        client = client_for(owner.team)
    except NotInstalled:
        # Nobody looks at the message any more.
        return
    redraw(desk, client, owner, deal_id)
