"""An event as it is posted: the body in the shape of Standard Webhooks, and the headers that sign it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from handlers.deals.event_types import DealTold, EventType, LostDealEvent
from storage.outbox_queue import Due


def message_of(row: Due, secrets: Sequence[str], now: datetime) -> tuple[Mapping[str, str], bytes]:
    """Headers and body. A repeat has the same id and body, and is signed anew: receivers refuse old signatures.

    With each of the secrets, so that during a rotation the one before is good as well.
    """
    body = _body(row)
    at = datetime.fromtimestamp(int(now.timestamp()), UTC)
    signed = " ".join(Webhook(secret).sign(row.public_id, at, body) for secret in secrets)
    headers = {
        "content-type": "application/json",
        "webhook-id": row.public_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signed,
    }
    return headers, body.encode()


def _body(row: Due) -> str:
    event = LostDealEvent(
        type=EventType(f"lost_deal.{row.event}"),
        timestamp=row.happened_at,
        data=DealTold.model_validate(row.data | {"id": row.external_id}),
    )
    return event.model_dump_json()
