"""The clock struck: a rep's offers are claimed, and those that the morning has room for are asked about."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from slack_sdk import WebClient

from coaching.dates import due_instant, next_working_day, undisturbed_instant
from coaching.policy import Numbers
from handlers.deals.rep import keep_fresh
from handlers.delivery.batch import ClientFor
from handlers.delivery.dnd import undisturbed_from
from handlers.delivery.offer_messages import (
    OfferMorning,
    ask,
    find_sent,
    give_back_claimed,
    put_off_or_park,
)
from handlers.delivery.one_by_one import turn
from handlers.delivery.retry_policy import NotOpen
from handlers.delivery.worker import ZONE_KEPT
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED
from handlers.slack.rep_times import Times
from storage.database import UNREACHABLE
from storage.lease import Lease
from storage.offer_queue import (
    DueOffer,
    asked_today,
    claim_offers,
    due_offer_reps,
    put_off,
    settle_lapsed,
)
from storage.offer_tables import OfferSource
from storage.owner import EVERYBODY, Owner
from storage.reps import find_rep

REPS = 50
"""Reps whose mornings one sweep begins, as far as its turn goes; the others wait for the next."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Room:
    """How many more rows this morning takes, how many of these may be imported, and how many it has already."""

    rows: int
    imported: int
    taken: int


def send_offers(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Asks about what is due; how many reps that was about. One whose sending fails holds up nobody else's.

    In a workspace that wants a rest the others wait for the next sweep.
    """
    goes_on = turn(stopped)
    with services.db.read(EVERYBODY) as session:
        reps = due_offer_reps(session, services.now(), REPS)
    resting: set[str] = set()
    for owner in reps:
        if not goes_on():
            break
        if owner.team not in resting and _send(services, client_for, owner, stopped):
            resting.add(owner.team)
        beat()
    return len(reps)


def _send(services: Services, client_for: ClientFor, owner: Owner, stopped: Callable[[], bool]) -> bool:
    """Whether Slack wants a rest."""
    claimed: Sequence[DueOffer] = ()
    try:
        client = None
        if services.may_use(owner):
            client = client_for(owner.team)
            times = _times(services, client, owner)
            if _waits(services, client, owner, times):
                return False
        lease = Lease()
        claimed = _claim(services, owner)
        if client is None:
            raise NotOpen
        return _morning(OfferMorning(services, client, owner, times, lease, stopped), claimed)
    except Exception as error:
        about = {"team": owner.team, "rep": owner.rep}
        _log.warning("offers are not sent", extra=about, exc_info=_ours(error))
        return _put_off(services, owner, claimed, error)


def _put_off(services: Services, owner: Owner, claimed: Sequence[DueOffer], error: Exception) -> bool:
    """Whether Slack wants a rest. Where not even that can be noted the other reps are not to wait for it."""
    try:
        if claimed:
            return put_off_or_park(services, owner, claimed, error)
        # It came before anything was claimed, and so before anything could be posted.
        return put_off_or_park(services, owner, _claim(services, owner), error, looking=True)
    except UNREACHABLE:
        raise
    except Exception:
        _log.exception("offers cannot be put off", extra={"team": owner.team, "rep": owner.rep})
        return False


def _claim(services: Services, owner: Owner) -> Sequence[DueOffer]:
    with services.db.write(owner) as session:
        return claim_offers(session, owner, services.now())


def _times(services: Services, client: WebClient, owner: Owner) -> Times:
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    if keep_fresh(services, client, owner, rep, ZONE_KEPT):
        with services.db.read(owner) as session:
            return services.times(session, owner)
    return services.times_of_rep(owner, rep)


def _waits(services: Services, client: WebClient, owner: Owner, times: Times) -> bool:
    """Whether this is not the rep's moment; all of theirs then wait for it."""
    now, numbers = services.now(), services.policy_for(owner).numbers
    free_from, today = max(now, undisturbed_from(services, client, owner)), services.today(times.zone)
    window, latest = numbers.send_window, numbers.latest_nudge
    at = undisturbed_instant(today, now, free_from, times.zone, times.week, window, latest)
    if at <= services.now():
        return False
    with services.db.write(owner) as session:
        put_off(session, owner, [], now, at)
    return True


def _morning(morning: OfferMorning, claimed: Sequence[DueOffer]) -> bool:
    """What came before is recorded, what nobody answered ends, what there is room for is asked, the rest waits."""
    services, owner, times = morning.services, morning.owner, morning.times
    ended = [due for due in claimed if due.offer.reminded_at and not due.is_first]
    if ended:
        with services.db.write(owner) as session:
            settle_lapsed(session, ended)
    rows = [due for due in claimed if due not in ended]
    try:
        open_ = find_sent(morning, rows)
    except SLACK_FAILED as error:
        return put_off_or_park(services, owner, rows, error, looking=True)
    room = _room(services, owner, times)
    asked = _first(open_, room)
    if left := [due for due in open_ if due not in asked]:
        day = next_working_day(services.today(times.zone), times.week)
        with services.db.write(owner) as session:
            put_off(session, owner, left, services.now(), due_instant(day, times.zone, times.week))
    if not asked:
        return False
    together = room.taken + len(asked) >= _numbers(services, owner).digest_from
    if together:
        return ask(morning, asked, len(left))
    for place, due in enumerate(asked):
        if ask(morning, [due], 0):
            give_back_claimed(services, owner, asked[place + 1 :])
            return True
    return False


def _room(services: Services, owner: Owner, times: Times) -> _Room:
    numbers, now = _numbers(services, owner), services.now()
    began = datetime.combine(services.today(times.zone), time(), times.zone).astimezone(UTC)
    with services.db.read(owner) as session:
        taken, imported = asked_today(session, owner, began, now)
    return _Room(max(0, numbers.digest_rows - taken), max(0, numbers.imports_a_morning - imported), taken)


def _first(rows: Sequence[DueOffer], room: _Room) -> list[DueOffer]:
    """As many as there is room for, in their order."""
    taken: list[DueOffer] = []
    imported = 0
    for due in rows:
        is_import = due.offer.source is OfferSource.IMPORT
        if len(taken) < room.rows and not (is_import and imported >= room.imported):
            taken.append(due)
            imported += is_import
    return taken


def _numbers(services: Services, owner: Owner) -> Numbers:
    return services.policy_for(owner).numbers


def _ours(error: Exception) -> Exception | None:
    """What is a fault of ours is logged with its trace."""
    return None if isinstance(error, (*SLACK_FAILED, NotOpen)) else error
