"""A day after a reply its Undo goes from the message."""

import logging

from slack_sdk.errors import SlackApiError

from handlers.desk import Desk
from handlers.nudge_due import ClientFor
from handlers.redraw import redraw, undo_within
from storage.undo import end_undo, undos_over

BATCH = 20
_log = logging.getLogger(__name__)


def end_undos(desk: Desk, client_for: ClientFor) -> int:
    """Redraws the messages whose Undo is over; how many there were."""
    with desk.db.read() as session:
        over = undos_over(session, desk.now() - undo_within(desk), BATCH)
    for owner, deal_id, reply_id in over:
        with desk.db.write() as session:
            end_undo(session, reply_id, desk.now())
        try:
            redraw(desk, client_for(owner.team), owner, deal_id)
        except SlackApiError as error:
            # The button stays on show, but pressing it says that it is too late.
            _log.warning("undo of reply %s stays on show: %s", reply_id, error.response.get("error"))
    return len(over)
