"""Events to the bot, and Slack's retries of those it did not take."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from playground.identity import JSON
from playground.state.workspace import Workspace

from .delivery import Courier, Delivery
from .event_payload import event_callback

RETRY_SECONDS = (0.0, 60.0, 300.0)  # docs/slack.md, "Time and delivery"


@dataclass(frozen=True)
class Attempt:
    """One try to deliver an event; `retry` 0 is the first."""

    event_id: str
    retry: int
    delivery: Delivery


class Events:
    def __init__(self, courier: Courier, retry_scale: float) -> None:
        self.attempts: list[Attempt] = []
        self._courier = courier
        self._scale = retry_scale
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(
        self, ws: Workspace, event: JSON, retries: bool = True, event_id: str | None = None
    ) -> Delivery:
        """The first try's outcome; the retries follow by themselves."""
        payload = event_callback(ws, event, event_id)
        first = await self._courier.send("events_api", payload)
        self.attempts.append(Attempt(payload["event_id"], 0, first))
        if not first.ok and retries:
            self._begin(self._retry(payload, first))
        return first

    def send_soon(self, ws: Workspace, events: list[JSON]) -> None:
        """One after the other, from the server's loop."""
        self._begin(self._send_all(ws, events))

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_all(self, ws: Workspace, events: list[JSON]) -> None:
        for event in events:
            await self.send(ws, event)

    async def _retry(self, payload: JSON, last: Delivery) -> None:
        for number, seconds in enumerate(RETRY_SECONDS, start=1):
            await asyncio.sleep(seconds * self._scale)
            last = await self._courier.send("events_api", payload, retry=(number, _reason(last)))
            self.attempts.append(Attempt(payload["event_id"], number, last))
            if last.ok:
                return


def _reason(failed: Delivery) -> str:
    if failed.error == "operation_timeout":
        return "http_timeout"
    return "connection_failed" if failed.status is None else "http_error"
