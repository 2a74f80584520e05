"""A day after a reply its Undo goes from the message."""

from handlers.desk import Desk
from handlers.redraw import redraw, undo_within
from handlers.shift import ClientFor
from storage.undo import end_undo, undos_over

BATCH = 20


def end_undos(desk: Desk, client_for: ClientFor) -> int:
    """Redraws the messages whose Undo is over; how many there were."""
    with desk.db.read() as session:
        over = undos_over(session, desk.now() - undo_within(desk), BATCH)
    for owner, deal_id, reply_id in over:
        redraw(desk, client_for(owner.team), owner, deal_id)
        with desk.db.write() as session:
            end_undo(session, reply_id, desk.now())
    return len(over)
