"""What could not be sent: given back, put off, or parked by name; a workspace that wants a rest gets it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.delivery.batch import DeliveryBatch
from handlers.delivery.retry_policy import Park, TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.errors import error_code
from storage.database import UNREACHABLE
from storage.nudges import DueNudge, park, postpone, release
from storage.workspaces import rest_sending

_log = logging.getLogger(__name__)


def give_back(services: Services, rows: Sequence[DueNudge]) -> None:
    """Never raises: a claim that cannot even be ended runs out."""
    try:
        with services.db.write(rows[0].owner) as session:
            release(session, rows)
    except Exception as error:
        _left_to_run_out(rows, error)


def put_off_or_park(
    batch: DeliveryBatch, rows: Sequence[DueNudge], error: Exception, looking: bool = False
) -> None:
    """Puts off or parks them together, as one message needs; what could not be looked for stays unknown.

    Slack's limit on looking is none on sending. Never raises: a claim that cannot even be ended runs out, and is
    looked into.
    """
    services, now, owner = batch.services, batch.services.now(), rows[0].owner
    what = decide(error, max(due.attempts for due in rows))
    rests = isinstance(what, TryAgain) and what.rests and not looking
    if rests:
        batch.resting.add(owner.team)
    try:
        with services.db.write(owner) as session:
            changed = [due for due in rows if _keep(session, due, what, now, looking)]
            if rests and isinstance(what, TryAgain):
                rest_sending(session, owner.team, now + what.after)
    except Exception as failed:
        _left_to_run_out(rows, failed)
        return
    for due in changed:
        _tell(services, due, what, error_code(error))


def _left_to_run_out(rows: Sequence[DueNudge], error: Exception) -> None:
    """A database that is away is expected; whatever else it is, others are being sent beside these."""
    about = {"rows": len(rows), "error": error_code(error)}
    _log.warning("claims are left to run out", extra=about, exc_info=not isinstance(error, UNREACHABLE))


def _keep(session: Session, due: DueNudge, what: TryAgain | Park, now: datetime, looking: bool) -> bool:
    """Whether there was still something to change: the failure may have come after it was settled."""
    if isinstance(what, Park):
        return park(session, due, now, what.name)
    unknown = due.unknown_since is not None if looking else what.unknown
    return postpone(session, due, now + what.after, failed=what.failed, unknown=unknown)


def _tell(services: Services, due: DueNudge, what: TryAgain | Park, name: str) -> None:
    about = {"nudge": due.id, "team": due.owner.team, "error": name}
    if isinstance(what, Park):
        services.metrics.parked(what.name)
        _log.warning("nudge parked", extra=about)
    else:
        services.metrics.postpone(name)
        _log.warning("nudge not sent", extra=about | {"again_in": round(what.after / timedelta(seconds=1))})
