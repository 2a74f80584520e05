"""One rep's morning: what may have been sent is looked for, what is ready is sent, and each is settled."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from slack_sdk import WebClient

from coaching.dates import due_instant, next_working_day
from handlers.deals.rep import keep_fresh
from handlers.delivery.batch import DeliveryBatch, Morning, NotNow
from handlers.delivery.eligibility import Ready, fate_of
from handlers.delivery.envelope import message_of, metadata_of
from handlers.delivery.failed import give_back, put_off_or_park
from handlers.delivery.reconcile import reconcile
from handlers.delivery.retry_policy import NotOpen
from handlers.delivery.second_look import Decided, is_still_due
from handlers.delivery.unsent import store_fate
from handlers.slack.context import Services
from handlers.slack.dm import to_dm
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.rep_times import Times
from prompts.blocks import Message
from prompts.digest import DigestRow, digest
from storage.cards import owe_card
from storage.delivered import Posted
from storage.nudges import DueNudge, postpone
from storage.owner import Owner
from storage.reps import Rep

_log = logging.getLogger(__name__)


ZONE_KEPT = timedelta(days=180)
"""Slack tells of a rep who moves; only one of whom it has told nothing for so long is asked after before a nudge."""


def _later() -> None:
    """Somebody else records what was posted."""


def send_morning(batch: DeliveryBatch, morning: Morning, posted: Callable[[], None] = _later) -> None:
    """Never raises: what fails is put off or parked, and holds up nobody else.

    `posted` is called after each message, to record it at once.
    """
    for _ in _steps(batch, morning, posted):
        pass


def send_in_turns(batch: DeliveryBatch, mornings: Iterable[Morning]) -> None:
    """Like `send_morning`, a message of each in turn: in one conversation Slack takes one a second."""
    going = [_steps(batch, morning, _later) for morning in mornings]
    while going:
        going = [one for one in going if next(one, False)]


def _steps(batch: DeliveryBatch, morning: Morning, posted: Callable[[], None]) -> Iterator[bool]:
    """True after each message."""
    try:
        if not batch.services.may_use(morning.owner):
            put_off_or_park(batch, morning.rows, NotOpen())
        elif batch.may_send(morning.owner):
            yield from _send(batch, batch.client_for(morning.owner.team), morning, posted)
        else:
            give_back(batch.services, morning.rows)
    except Exception as error:
        about = {"team": morning.owner.team, "rep": morning.owner.rep}
        _log.exception("a morning is not sent", extra=about)
        put_off_or_park(batch, morning.rows, error)


def _send(
    batch: DeliveryBatch, client: WebClient, morning: Morning, posted: Callable[[], None]
) -> Iterator[bool]:
    """A message each when there are few; from four on one digest, and what does not fit the next working day."""
    services, owner = batch.services, morning.owner
    numbers = services.policy_for(owner).numbers
    times = batch.times[owner] = _times(services, client, morning)
    try:
        rows = reconcile(batch, client, morning)
    except SLACK_FAILED as error:
        put_off_or_park(batch, morning.rows, error, looking=True)
        return
    undisturbed, now = batch.quiet.undisturbed_from(services, client, owner), services.now()
    judged = [_judge(batch, client, morning, due, times, undisturbed) for due in rows]
    ready = [pair for pair in judged if pair]
    if len(ready) < numbers.digest_from:
        for one, message in ready:
            _try(batch, client, morning.rep, Decided([one], now, undisturbed), message, posted, digest=False)
            yield True
        return
    shown, left = ready[: numbers.digest_rows], ready[numbers.digest_rows :]
    _leave_for_tomorrow(services, owner, times, [one for one, _ in left])
    drawn = digest([_row(one) for one, _ in shown], len(left), services.playbook_for(owner))
    decided = Decided([one for one, _ in shown], now, undisturbed)
    _try(batch, client, morning.rep, decided, drawn, posted, digest=True)
    yield True


def _times(services: Services, client: WebClient, morning: Morning) -> Times:
    """The rep's, as they are known; Slack is asked for a zone only where it never told one, or long ago."""
    if keep_fresh(services, client, morning.owner, morning.rep, ZONE_KEPT):
        with services.db.read(morning.owner) as session:
            return services.times(session, morning.owner)
    return services.times_of_rep(morning.owner, morning.rep)


def _row(one: Ready) -> DigestRow:
    return DigestRow(one.deal, one.deal.plan, one.due.id, one.due.opening)


def _judge(
    batch: DeliveryBatch,
    client: WebClient,
    morning: Morning,
    due: DueNudge,
    times: Times,
    undisturbed: datetime,
) -> tuple[Ready, Message] | None:
    """The nudge with its message, when this is its moment; whatever else becomes of it is stored.

    One that cannot be judged or made fails alone, before anything is sent: the rep's others go.
    """
    services = batch.services
    try:
        fate = fate_of(services, due, morning.deal(due), times, undisturbed)
        ready = store_fate(services, client, morning.owner, fate)
        return (ready, message_of(services, ready, times.zone)) if ready else None
    except Exception as error:
        _log.exception("a nudge cannot be made", extra={"nudge": due.id})
        put_off_or_park(batch, [due], error)
        return None


def _try(
    batch: DeliveryBatch,
    client: WebClient,
    rep: Rep | None,
    decided: Decided,
    shown: Message,
    posted: Callable[[], None],
    digest: bool,
) -> None:
    """One message about what was decided, on its way to be recorded."""
    rows = decided.rows
    try:
        channel, ts = _post(batch, client, rep, shown, decided, digest)
    except NotNow:
        give_back(batch.services, rows)
        return
    except Exception as error:
        put_off_or_park(batch, rows, error)
        return
    batch.posted.put([Posted(due, batch.services.now(), channel, ts, digest) for due in rows])
    posted()
    if rep and rep.dm_channel not in (None, channel):
        _bring_cards_along(batch.services, rows)


def _post(
    batch: DeliveryBatch,
    client: WebClient,
    rep: Rep | None,
    shown: Message,
    decided: Decided,
    digest: bool,
) -> tuple[str, str]:
    """The channel and ts; NotNow when nothing was posted."""
    services, rows = batch.services, decided.rows
    owner = rows[0].owner
    marked = shown | {"metadata": metadata_of(rows, digest)}

    def going() -> bool:
        return batch.may_send(owner)

    def post(channel: str) -> str:
        # A turn that nobody uses would be one less for the rest of the workspace.
        if going():
            services.throttle.wait_turn(channel, owner.team, going)
        # The claim is looked at as late as can be: between this and the post lies the one window that remains.
        if not (going() and is_still_due(services, decided) and going()):
            raise NotNow
        return str(client.chat_postMessage(channel=channel, **marked)["ts"])

    sent = to_dm(services, client, owner, post, rep.dm_channel if rep else None)
    for due in rows:
        services.metrics.sent((services.now() - due.due_at).total_seconds())
        _log.info("nudge sent", extra={"nudge": due.id, "team": owner.team})
    return sent


def _bring_cards_along(services: Services, rows: Sequence[DueNudge]) -> None:
    """The conversation was opened anew: their cards stand where nobody looks any more, and are posted here.

    The nudge is sent, whatever becomes of that.
    """
    try:
        with services.db.write(rows[0].owner) as session:
            for due in rows:
                owe_card(session, due.deal_id, services.now())
    except Exception as error:
        about = {"team": rows[0].owner.team, "error": error_code(error)}
        _log.warning("cards are not brought along", extra=about)


def _leave_for_tomorrow(services: Services, owner: Owner, times: Times, left: Sequence[Ready]) -> None:
    if not left:
        return
    day = next_working_day(services.today(times.zone), times.week)
    with services.db.write(owner) as session:
        for one in left:
            postpone(session, one.due, due_instant(day, times.zone, times.week), day)
