"""What Slack knows of a rep: their zone, read once a day at most."""

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.slack.context import Desk
from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, name_of
from storage.owner import EVERYBODY, Owner
from storage.reps import find_rep, remember_zone, reschedule
from storage.sent_nudges import has_parked, wake_parked
from storage.workspaces import installed

_FRESH = timedelta(days=1)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


def know_rep(desk: Desk, client: WebClient, owner: Owner) -> None:
    """Makes sure that the rep's zone is known and not older than a day."""
    with desk.db.read(owner) as session:
        rep = find_rep(session, owner)
    if rep and desk.now() - rep.zone_seen_at < _FRESH:
        return
    try:
        told = client.users_info(user=owner.rep)["user"].get("tz")
    except SLACK_FAILED as error:
        # A debrief is worth more than its zone: it goes on with what is known, and Slack is asked again next time.
        _log.warning("no zone for %s: %s", owner.rep, name_of(error))
        if rep is None:
            with desk.db.write(owner) as session:
                remember_zone(session, owner, "UTC", _LONG_AGO)
        return
    with desk.db.write(owner) as session:
        if rep and rep.zone.key == known_zone(told):
            remember_zone(session, owner, rep.zone.key, desk.now())
        else:
            move_to_zone(desk, session, owner, told)


def here_again(desk: Desk, owner: Owner) -> None:
    """Whoever acts is there: what was parked because they, or their conversation, were gone is due again."""
    with desk.db.read(owner) as session:
        if not has_parked(session, owner):
            return
    with desk.db.write(owner) as session:
        wake_parked(session, owner, desk.now())


def wake_workspace(desk: Desk, team: str) -> None:
    """The token is good: what was parked for another reason than a rep's leaving is tried again."""
    with desk.db.write(EVERYBODY) as session:
        installed(session, team, desk.now(), tuple(PERSON_GONE))


def know_rep_aside(desk: Desk, client: WebClient, owner: Owner) -> None:
    """The same when there is room for it; a finished debrief asks again."""
    if desk.asides.acquire(blocking=False):
        try:
            know_rep(desk, client, owner)
            here_again(desk, owner)
        finally:
            desk.asides.release()


def move_to_zone(desk: Desk, session: Session, owner: Owner, told: str | None) -> None:
    remember_zone(session, owner, known_zone(told), desk.now())
    times = desk.times(session, owner)
    reschedule(session, owner, times.zone, times.week)


def known_zone(told: str | None) -> str:
    try:
        return ZoneInfo(told or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
