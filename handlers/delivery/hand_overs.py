"""A hand-over's messages reach both DMs, once each, and what nobody answered in time ends: by the clock."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from slack_sdk import WebClient

from handlers.deals.hand_over import bring
from handlers.deals.rep import keep_fresh
from handlers.delivery.batch import ClientFor
from handlers.delivery.dnd import undisturbed_from
from handlers.delivery.one_by_one import LeaseOver, post_under, send_one_by_one
from handlers.delivery.rest import rest_if_wanted
from handlers.delivery.retry_policy import TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from storage.handover_messages import (
    HandOverMessage,
    claim_messages,
    give_message_back,
    put_message_off,
)
from storage.handovers import lapse_offers, what_waits
from storage.lease import Lease
from storage.owner import EVERYBODY
from storage.reps import find_rep

BATCH = 20
_CLOSED = timedelta(days=1)
"""Until it is tried again where the bot is not installed, or not open to somebody."""
_log = logging.getLogger(__name__)


def send_hand_overs(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Sends what is due; how many were claimed."""
    with services.db.read(EVERYBODY) as session:
        due, lapsed = what_waits(session, services.now())
    if not (due or lapsed):
        return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        if lapsed:
            lapse_offers(session, services.now())
        claimed = claim_messages(session, services.now(), BATCH)
    return send_one_by_one(
        claimed,
        lease,
        team=lambda one: one.to.team,
        send=lambda one: _send(services, client_for(one.to.team), one, lease),
        failed=lambda one, error: _put_off(services, one, error),
        stopped=stopped,
        beat=beat,
    )


def _send(services: Services, client: WebClient, one: HandOverMessage, lease: Lease) -> None:
    """A new message waits for the end of somebody's Do Not Disturb; one that stands there is only changed."""
    if one.ts is None:
        now = services.now()
        free = undisturbed_from(services, client, one.to) if services.may_use(one.to) else now + _CLOSED
        # Compared with the time after it was asked: a clock goes on meanwhile.
        if free > services.now():
            with services.db.write(one.to) as session:
                put_message_off(session, one, free, one.attempts)
            return
        # A colleague whom the bot never met: their language and their clock, before anything is said to them.
        with services.db.read(one.to) as session:
            rep = find_rep(session, one.to)
        keep_fresh(services, client, one.to, rep)
    bring(services, client, one, post=partial(post_under, lease))


def _put_off(services: Services, one: HandOverMessage, error: Exception) -> bool:
    """Whether Slack wants a rest. Somebody who is gone hears no more of it; the bot may be installed again."""
    if isinstance(error, LeaseOver):
        with services.db.write(one.to) as session:
            give_message_back(session, one, services.now())
        return False
    what, now = decide(error, one.attempts), services.now()
    gone = error_code(error) in PERSON_GONE
    due_at = None if gone else now + (what.after if isinstance(what, TryAgain) else _CLOSED)
    failed = not isinstance(what, TryAgain) or what.failed or what.unknown
    with services.db.write(one.to) as session:
        put_message_off(session, one, due_at, one.attempts + failed)
        rests = rest_if_wanted(session, one.to.team, error, what, now)
    about = {"team": one.to.team, "rep": one.to.rep, "error": error_code(error)}
    ours = None if isinstance(error, SLACK_FAILED) else error
    _log.warning("a message about a hand-over is not sent", extra=about, exc_info=ours)
    return rests
