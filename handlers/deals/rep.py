"""What Slack knows of a rep: their zone, read once a day at most."""

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.slack.context import Services
from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from storage.owner import EVERYBODY, Owner
from storage.reps import Rep, find_rep, remember_zone, reschedule
from storage.sent_nudges import has_parked, unpark
from storage.workspaces import mark_installed

FRESH = timedelta(days=1)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


def refresh_rep(services: Services, client: WebClient, owner: Owner) -> None:
    """Makes sure that the rep's zone is known and not older than a day."""
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    keep_fresh(services, client, owner, rep)


def keep_fresh(
    services: Services, client: WebClient, owner: Owner, rep: Rep | None, fresh: timedelta = FRESH
) -> bool:
    """The same for a rep who was read already; whether their zone is another one now."""
    if rep and services.now() - rep.zone_seen_at < fresh:
        return False
    try:
        told = client.users_info(user=owner.rep)["user"].get("tz")
    except SLACK_FAILED as error:
        # A debrief is worth more than its zone: it goes on with what is known, and Slack is asked again next time.
        _log.warning("no zone for %s: %s", owner.rep, error_code(error))
        if rep is None:
            with services.db.write(owner) as session:
                remember_zone(session, owner, "UTC", _LONG_AGO)
        return False
    with services.db.write(owner) as session:
        if rep and rep.zone.key == valid_zone(told):
            remember_zone(session, owner, rep.zone.key, services.now())
            return False
        move_to_zone(services, session, owner, told)
    return True


def unpark_nudges(services: Services, owner: Owner) -> None:
    """Whoever acts is there: what was parked because they, or their conversation, were gone is due again."""
    with services.db.read(owner) as session:
        if not has_parked(session, owner):
            return
    with services.db.write(owner) as session:
        unpark(session, owner, services.now())


def unpark_workspace(services: Services, team: str) -> None:
    """The token is good: what was parked for another reason than a rep's leaving is tried again."""
    with services.db.write(EVERYBODY) as session:
        mark_installed(session, team, services.now(), tuple(PERSON_GONE))


def refresh_rep_if_free(services: Services, client: WebClient, owner: Owner) -> None:
    """The same when there is room for it; a finished debrief asks again."""
    if services.asides.acquire(blocking=False):
        try:
            refresh_rep(services, client, owner)
            unpark_nudges(services, owner)
        finally:
            services.asides.release()


def move_to_zone(services: Services, session: Session, owner: Owner, told: str | None) -> None:
    remember_zone(session, owner, valid_zone(told), services.now())
    times = services.times(session, owner)
    reschedule(session, owner, times.zone, times.week)


def valid_zone(told: str | None) -> str:
    try:
        return ZoneInfo(told or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
