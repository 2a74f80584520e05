"""Slack's events, with the retries made by hand: at which moment, and after what, is the story's to say."""

import asyncio
from typing import Any

from playground.transport.delivery import Delivery
from playground.transport.event_payload import event_callback
from tests.rig import Rig

JSON = dict[str, Any]


def payload_of(rig: Rig, event: JSON, event_id: str) -> JSON:
    """As it stands from the first delivery to the last."""
    return event_callback(rig.slack._ws, event, event_id) | {"event_time": int(rig.clock.now().timestamp())}


def deliver(rig: Rig, payload: JSON, retry: int = 0) -> Delivery:
    """The first delivery, or that retry; when the bot has done all it does."""
    line = rig.slack._line
    sending = line.courier.send("events_api", payload, retry=(retry, "http_error") if retry else None)
    answer = asyncio.run_coroutine_threadsafe(sending, line.loop()).result()
    rig.listeners.idle()
    return answer
