"""One rep's morning: what may have been sent is looked for, what is ready is sent, and each is settled."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from coaching.dates import due_instant, next_working_day
from handlers.deals.rep import refresh_rep
from handlers.delivery.batch import DeliveryBatch, NotNow
from handlers.delivery.dnd import undisturbed_from
from handlers.delivery.eligibility import Ready, ready_now
from handlers.delivery.envelope import message_of, metadata_of
from handlers.delivery.reconcile import reconcile
from handlers.delivery.retry_policy import Park, TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.dm import dm_with, open_dm
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.blocks import Message
from prompts.digest import DigestRow, digest
from storage.database import UNREACHABLE
from storage.delivered import Posted
from storage.nudges import DueNudge, park, postpone, release
from storage.owner import Owner
from storage.workspaces import rest_sending

_log = logging.getLogger(__name__)


def _later() -> None:
    """Somebody else settles what was posted."""


def send_morning(batch: DeliveryBatch, rows: Sequence[DueNudge], posted: Callable[[], None] = _later) -> None:
    """Never raises: what fails is put off or parked, and holds up nobody else.

    `posted` is called after each message, to settle it at once.
    """
    owner = rows[0].owner
    if not batch.may_send(owner):
        _give_back(batch.services, rows)
        return
    try:
        _send(batch, batch.client_for(owner.team), owner, rows, posted)
    except Exception as error:
        _log.exception("a morning is not sent", extra={"team": owner.team, "rep": owner.rep})
        _could_not(batch, rows, error)


def _send(
    batch: DeliveryBatch,
    client: WebClient,
    owner: Owner,
    rows: Sequence[DueNudge],
    posted: Callable[[], None],
) -> None:
    """A message each when there are few; from four on one digest, and what does not fit the next working day."""
    services = batch.services
    numbers = services.playbook.policy.numbers
    try:
        rows = reconcile(services, client, owner, rows)
    except SLACK_FAILED as error:
        _could_not(batch, rows, error, looking=True)
        return
    refresh_rep(services, client, owner)
    undisturbed = undisturbed_from(services, client, owner)
    ready = [made for due in rows if (made := _ready(batch, client, due, undisturbed))]
    if len(ready) < numbers.digest_from:
        for one, message in ready:
            _try(batch, client, [one.due], message, posted, digest=False)
        return
    shown, left = ready[: numbers.digest_rows], ready[numbers.digest_rows :]
    _leave_for_tomorrow(services, owner, [one for one, _ in left])
    drawn = digest([_row(one) for one, _ in shown], len(left), services.playbook)
    _try(batch, client, [one.due for one, _ in shown], drawn, posted, digest=True)


def _row(one: Ready) -> DigestRow:
    return DigestRow(one.deal, one.deal.plan, one.due.id, one.due.opening)


def _ready(
    batch: DeliveryBatch, client: WebClient, due: DueNudge, undisturbed: datetime
) -> tuple[Ready, Message] | None:
    """The nudge with its message, made here already: one that cannot be made fails alone."""
    try:
        one = ready_now(batch.services, client, due, undisturbed)
        return (one, message_of(batch.services, one)) if one else None
    except Exception as error:
        # Whatever is wrong with this one's data, the rep's others go.
        _log.exception("a nudge cannot be made", extra={"nudge": due.id})
        _could_not(batch, [due], error)
        return None


def _try(
    batch: DeliveryBatch,
    client: WebClient,
    rows: Sequence[DueNudge],
    shown: Message,
    posted: Callable[[], None],
    digest: bool,
) -> None:
    """One message about the nudges of `rows`, on its way to be settled."""
    try:
        channel, ts = _post(batch, client, rows[0].owner, shown, rows, digest)
    except NotNow:
        _give_back(batch.services, rows)
        return
    except Exception as error:
        _could_not(batch, rows, error)
        return
    batch.posted.put([Posted(due, batch.services.now(), channel, ts, digest) for due in rows])
    posted()


def _post(
    batch: DeliveryBatch,
    client: WebClient,
    owner: Owner,
    shown: Message,
    rows: Sequence[DueNudge],
    digest: bool,
) -> tuple[str, str]:
    """The channel and ts. A conversation Slack no longer knows is opened anew: a reinstalled bot has another."""
    services, marked = batch.services, shown | {"metadata": metadata_of(rows, digest)}
    channel = dm_with(services, client, owner)
    try:
        ts = _post_to(batch, client, owner, channel, marked)
    except SlackApiError as error:
        if error_code(error) != "channel_not_found" or (fresh := open_dm(services, client, owner)) == channel:
            raise
        channel = fresh
        ts = _post_to(batch, client, owner, channel, marked)
    for due in rows:
        services.metrics.sent((services.now() - due.due_at).total_seconds())
        _log.info("nudge sent", extra={"nudge": due.id, "team": owner.team})
    return channel, ts


def _post_to(batch: DeliveryBatch, client: WebClient, owner: Owner, channel: str, marked: Message) -> str:
    """The claim is looked at as late as can be: between this and the post lies the one window that remains."""
    batch.services.throttle.wait_turn(channel)
    if not batch.may_send(owner):
        raise NotNow
    return str(client.chat_postMessage(channel=channel, **marked)["ts"])


def _leave_for_tomorrow(services: Services, owner: Owner, left: Sequence[Ready]) -> None:
    with services.db.write(owner) as session:
        times = services.times(session, owner)
        day = next_working_day(services.today(times.zone), times.week)
        for one in left:
            postpone(session, one.due, due_instant(day, times.zone, times.week), day)


def _give_back(services: Services, rows: Sequence[DueNudge]) -> None:
    with services.db.write(rows[0].owner) as session:
        release(session, rows)


def _could_not(
    batch: DeliveryBatch, rows: Sequence[DueNudge], error: Exception, looking: bool = False
) -> None:
    """Puts off or parks them together, as one message needs; what could not be looked for stays unknown.

    Slack's limit on looking is none on sending. A claim that cannot even be ended runs out, and is looked into.
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
    except UNREACHABLE as away:
        _log.warning("claims are left to run out", extra={"rows": len(rows), "error": error_code(away)})
        return
    for due in changed:
        _tell(services, due, what, error_code(error))


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
