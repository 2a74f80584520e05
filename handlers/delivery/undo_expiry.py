"""A day after a reply its Undo goes from the message."""

import logging
from collections.abc import Callable

from handlers.deals.messages import undo_within
from handlers.deals.show import redraw
from handlers.delivery.batch import ClientFor
from handlers.delivery.one_by_one import turn
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.context import Services
from handlers.slack.errors import error_code
from storage.database import UNREACHABLE
from storage.owner import EVERYBODY, Owner
from storage.secrets import WrongKey
from storage.undo import end_undo, undos_over

BATCH = 20
_log = logging.getLogger(__name__)


def end_undos(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Redraws the messages whose Undo is over; how many there were. One that cannot be holds up no other."""
    now, own, goes_on = services.now(), services.choices.policies, turn(stopped)
    usual = now - undo_within(services.default_playbook.policy)
    with services.db.read(EVERYBODY) as session:
        over = undos_over(session, usual, {team: now - undo_within(own[team]) for team in own}, BATCH)
    for owner, deal_id, reply_id in over:
        if not goes_on():
            break
        _redraw(services, client_for, owner, deal_id)
        with services.db.write(owner) as session:
            end_undo(session, reply_id, services.now())
        beat()
    return len(over)


def _redraw(services: Services, client_for: ClientFor, owner: Owner, deal_id: int) -> None:
    """Tried once, whatever becomes of it: a button that stays says that it is too late, and goes with the next thing
    that happens to the deal. Only while the database is away the Undo is not ended, and nobody else's either."""
    try:
        redraw(services, client_for(owner.team), owner, deal_id)
    except UNREACHABLE:
        raise
    except NotInstalled:
        # Nobody looks at the message any more.
        return
    except Exception as error:
        about = {"team": owner.team, "deal": deal_id, "error": error_code(error)}
        ours = None if isinstance(error, WrongKey) else error
        _log.warning("an Undo stays on its message", extra=about, exc_info=ours)
