"""Before a nudge that may have been sent is sent again, the bot looks whether its message stands in the DM."""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from coaching.steps import Step
from handlers.deals.messages import redraw_what_is_left
from handlers.delivery.batch import DeliveryBatch, Morning
from handlers.delivery.envelope import read_metadata, record_delivered
from handlers.slack.context import Services
from handlers.slack.errors import MAY_NOT_LOOK, error_code
from storage.delivered import Posted
from storage.nudges import DueNudge
from storage.owner import Owner

_EARLIER = timedelta(days=1)
"""Looked back beyond the try itself: the database's clock and Slack's need not agree."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Came:
    """A message in a DM that carries a nudge."""

    ts: str
    in_digest: bool
    among: int
    """How many nudges it was about when it was sent."""

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(float(self.ts), UTC)


def reconcile(batch: DeliveryBatch, client: WebClient, morning: Morning) -> Sequence[DueNudge]:
    """Records the nudges that came after all; those still to be sent are returned.

    Where Slack does not let us look (`im:history` is optional) they are sent again: at least once, then.
    """
    unsure = [due for due in morning.rows if due.unknown_since and due.step is not Step.WAITING]
    channel = morning.rep.dm_channel if morning.rep else None
    if not unsure or channel is None:
        return morning.rows
    since = min(due.unknown_since for due in unsure if due.unknown_since) - _EARLIER
    try:
        came = _look(batch.services, client, channel, since, [due.public_id for due in unsure])
    except SlackApiError as error:
        if error_code(error) not in MAY_NOT_LOOK:
            raise
        about = {"team": morning.owner.team, "error": error_code(error)}
        _log.warning("cannot look for what was sent", extra=about)
        return morning.rows
    found = [
        Posted(due, one.at, channel, one.ts, one.in_digest)
        for due in unsure
        if (one := came.get(due.public_id))
    ]
    if found:
        _record(batch, morning.owner, found)
        left = Counter(one.ts for one in found if one.in_digest)
        for ts in {one.ts for one in came.values() if 0 < left[one.ts] < one.among}:
            # A deal of it may have been deleted before it was found.
            redraw_what_is_left(batch.services, client, morning.owner, channel, ts)
    return [due for due in morning.rows if due not in unsure or due.public_id not in came]


def _look(
    services: Services, client: WebClient, channel: str, since: datetime, sought: Collection[str]
) -> dict[str, Came]:
    """What came since then, by the nudge's public id."""
    return {
        public_id: Came(str(message["ts"]), in_digest, len(ids))
        for message in services.reading.with_metadata(client, channel, since, sought)
        for ids, in_digest in [read_metadata(message)]
        for public_id in ids
    }


def _record(batch: DeliveryBatch, owner: Owner, found: Sequence[Posted]) -> None:
    services = batch.services
    with services.db.write(owner) as session:
        record_delivered(services, session, found, batch.times)
    for one in found:
        services.metrics.found_sent()
        _log.info("nudge was sent before", extra={"nudge": one.due.id, "team": owner.team})
