"""One message about offers: looked for before it is sent again, posted, recorded; or put off or parked by name."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.deals.offers import again_at, line_of, redraw_offers
from handlers.delivery.one_by_one import LeaseOver
from handlers.delivery.retry_policy import Park, TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.dm import to_dm
from handlers.slack.errors import MAY_NOT_LOOK, SLACK_FAILED, error_code
from handlers.slack.rep_times import Times
from prompts.offer import Asked, offers_message
from storage.database import UNREACHABLE
from storage.lease import Lease
from storage.offer_queue import DueOffer, give_back, park_offer, postpone_offer, settle_sent
from storage.owner import Owner
from storage.reps import find_rep
from storage.workspaces import rest_sending

_EVENT = "gotano_offers"
_EARLIER = timedelta(days=1)
"""Looked back beyond the try itself: the database's clock and Slack's need not agree."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OfferMorning:
    """A rep whose offers were claimed, and with what they are sent. Once it is `stopped`, no more is."""

    services: Services
    client: WebClient
    owner: Owner
    times: Times
    lease: Lease
    stopped: Callable[[], bool]

    def may_send(self) -> bool:
        return self.lease.is_sure and not self.stopped()


def ask(morning: OfferMorning, rows: Sequence[DueOffer], left: int) -> bool:
    """Posts one message about `rows`, and records it. Whether Slack wants a rest; what fails is put off or parked."""
    services, owner = morning.services, morning.owner
    try:
        channel = _post(morning, rows, left)
    except LeaseOver:
        give_back_claimed(services, owner, rows)
        return False
    except Exception as error:
        return put_off_or_park(services, owner, rows, error)
    for old in {(due.offer.channel, due.offer.message_ts) for due in rows} - {channel}:
        if old[0] and old[1]:
            _redraw(morning, old[0], old[1])
    return False


def find_sent(morning: OfferMorning, rows: Sequence[DueOffer]) -> Sequence[DueOffer]:
    """Records those whose message came although nobody knew; those still to be sent are returned.

    Without leave to look (`im:history` is optional) they are sent again: at least once, then.
    """
    unsure = [due for due in rows if due.unknown_since]
    if not unsure:
        return rows
    services, owner = morning.services, morning.owner
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    channel = rep.dm_channel if rep else None
    came = _look(morning, channel, unsure) if channel else {}
    for due in unsure:
        if channel and (ts := came.get(due.public_id)):
            _record(morning, [due], channel, ts)
            services.metrics.offer_found_sent()
    return [due for due in rows if due.public_id not in came]


def offers_of(message: Mapping[str, Any]) -> Sequence[str]:
    """The public ids of the offers that a message is about; none for any other message."""
    about = message.get("metadata") or {}
    return about.get("event_payload", {}).get("offers", ()) if about.get("event_type") == _EVENT else ()


def put_off_or_park(
    services: Services, owner: Owner, rows: Sequence[DueOffer], error: Exception, looking: bool = False
) -> bool:
    """Together, as one message needs; whether Slack wants a rest. A claim that cannot be ended runs out.

    `looking`: nothing was posted, so that what nobody knew before is as unknown, and Slack's limit is none on sending.
    """
    if not rows:
        return False
    what, now = decide(error, max(due.attempts for due in rows)), services.now()
    rests = isinstance(what, TryAgain) and what.rests and not looking
    try:
        with services.db.write(owner) as session:
            for due in rows:
                if isinstance(what, Park):
                    park_offer(session, due, now, what.name)
                else:
                    unknown = due.unknown_since is not None if looking else what.unknown
                    postpone_offer(session, due, now + what.after, what.failed, unknown)
            if isinstance(what, TryAgain) and rests:
                rest_sending(session, owner.team, now + what.after)
    except UNREACHABLE as away:
        _log.warning("claims are left to run out", extra={"rows": len(rows), "error": error_code(away)})
        return rests
    _tell(services, owner, rows, what, error_code(error))
    return rests


def give_back_claimed(services: Services, owner: Owner, rows: Sequence[DueOffer]) -> None:
    """They were not touched: whoever claims them next may send them at once."""
    with services.db.write(owner) as session:
        give_back(session, rows)


def _post(morning: OfferMorning, rows: Sequence[DueOffer], left: int) -> tuple[str, str]:
    """Channel and ts of the message, once it is recorded."""
    services, owner, zone = morning.services, morning.owner, morning.times.zone
    lines = [line_of(due.offer, zone, Asked.NOW if due.is_first else Asked.AGAIN) for due in rows]
    marked = offers_message(lines, left, services.playbook_for(owner)) | {"metadata": _metadata(rows)}

    def post(channel: str) -> str:
        # A turn that nobody uses would be one less for the rest of the workspace.
        if morning.may_send():
            services.throttle.wait_turn(channel, owner.team, morning.may_send)
        # As late as can be: between this and the post lies the one window that remains.
        if not morning.may_send():
            raise LeaseOver
        return str(morning.client.chat_postMessage(channel=channel, **marked)["ts"])

    channel, ts = to_dm(services, morning.client, owner, post)
    _record(morning, rows, channel, ts)
    return channel, ts


def _record(morning: OfferMorning, rows: Sequence[DueOffer], channel: str, ts: str) -> None:
    """Sent; and due again as a reminder, or to end. One that is no longer asked about goes from the message."""
    services, owner, times = morning.services, morning.owner, morning.times
    numbers, now = services.policy_for(owner).numbers, services.now()
    with services.db.write(owner) as session:
        held = [
            settle_sent(session, due, now, channel, ts, again_at(now, due.is_first, times, numbers))
            for due in rows
        ]
    for due in rows:
        services.metrics.offer_sent()
        _log.info("offer sent", extra={"offer": due.id, "team": owner.team})
    if not all(held):
        _log.warning("sent, but no longer ours to record", extra={"rows": len(rows)})
        _redraw(morning, channel, ts)


def _redraw(morning: OfferMorning, channel: str, ts: str) -> None:
    """A courtesy: what stands elsewhere now goes from the message."""
    try:
        redraw_offers(morning.services, morning.client, morning.owner, channel, ts)
    except SLACK_FAILED as error:
        about = {"team": morning.owner.team, "error": error_code(error)}
        _log.warning("offers are not redrawn", extra=about)


def _look(morning: OfferMorning, channel: str, unsure: Sequence[DueOffer]) -> Mapping[str, str]:
    """The ts of what came, by the offer's public id."""
    since = min(due.unknown_since or datetime.now(UTC) for due in unsure) - _EARLIER
    sought = [due.public_id for due in unsure]
    try:
        found = morning.services.reading.with_metadata(morning.client, channel, since, sought)
    except SlackApiError as error:
        if error_code(error) not in MAY_NOT_LOOK:
            raise
        return {}
    return {public_id: str(message["ts"]) for message in found for public_id in offers_of(message)}


def _metadata(rows: Sequence[DueOffer]) -> dict[str, Any]:
    """Others can read it, so it holds opaque ids alone."""
    return {"event_type": _EVENT, "event_payload": {"offers": [due.public_id for due in rows]}}


def _tell(
    services: Services, owner: Owner, rows: Sequence[DueOffer], what: TryAgain | Park, name: str
) -> None:
    for due in rows:
        about = {"offer": due.id, "team": owner.team, "error": name}
        if isinstance(what, Park):
            services.metrics.offer_parked(what.name)
            _log.warning("offer parked", extra=about)
        else:
            services.metrics.offer_put_off(name)
            _log.warning("offer not sent", extra=about)
