"""Slack may deliver the same thing twice: what was taken once is known by its id, by every replica.

What a second delivery cannot change is not noted: a trigger opens one modal, a screen that moved on is not moved again,
and Home is published when it changed. What stores something is noted with what it stores (`deals.work.change`), what
only tells or posts by `process_once`. Submissions are not noted here, since their second delivery needs the answer of
the first: their views say what was stored, and one that closed its form closes it again.
"""

import logging
from datetime import timedelta
from typing import Any

from slack_bolt import BoltContext

from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.owner import EVERYBODY
from storage.processed_requests import forget_old, is_first_time, was_taken

_log = logging.getLogger(__name__)


class AlreadyProcessed(Exception):
    """Ends a listener whose request was taken already; whoever asked has their answer from the first one."""


def process_once(services: Services, request_id: str) -> None:
    """AlreadyProcessed when this very request was taken already, here or by another replica."""
    with services.db.write(EVERYBODY) as session:
        first = is_first_time(session, request_id, services.now())
    if not first:
        raise AlreadyProcessed(request_id)


def is_seldom(services: Services, what: str, within: timedelta, request_id: str) -> bool:
    """Whether this was not done for so long at least; it counts as done from now on, and the request as taken.

    AlreadyProcessed when the request was taken before.

    Time is cut into stretches, of which the one before counts too, so that a border between two is no gap.
    """
    now = services.now()
    stretch = int(now.timestamp() // within.total_seconds())
    with services.db.write(EVERYBODY) as session:
        if not is_first_time(session, request_id, now):
            raise AlreadyProcessed(request_id)
        if was_taken(session, f"{what}/{stretch - 1}"):
            return False
        return is_first_time(session, f"{what}/{stretch}", now)


def closed_before(services: Services, submission_id: str) -> bool:
    """Whether this very submission closed its form already: its second delivery is to close it too."""
    with services.db.read(EVERYBODY) as session:
        return was_taken(session, submission_id)


def note_closed(services: Services, submission_id: str) -> None:
    """A courtesy to a second delivery: the first one is stored, whatever becomes of the note."""
    try:
        with services.db.write(EVERYBODY) as session:
            is_first_time(session, submission_id, services.now())
    except UNREACHABLE:
        return
    except Exception:
        # Nobody waits for it any more.
        _log.exception("that a form was closed is not noted")


def submission_id_of(body: dict[str, Any], context: BoltContext) -> str | None:
    if body.get("type") != "view_submission" or not body.get("trigger_id"):
        return None
    return f"{context.team_id}/{context.user_id}/closed/{body['trigger_id']}"


def id_of(body: dict[str, Any], context: BoltContext) -> str | None:
    """An event by its id, a closed view by its state, anything else by its trigger; None for a submission."""
    if body.get("type") == "view_submission":
        return None
    view = body.get("view") or {}
    closed = f"{view.get('id')}/{view.get('hash')}" if body.get("type") == "view_closed" else None
    own = body.get("event_id") or closed or body.get("trigger_id")
    return f"{context.team_id}/{context.user_id}/{own}" if own else None


def forget_old_requests(services: Services) -> None:
    with services.db.write(EVERYBODY) as session:
        forget_old(session, services.now())
