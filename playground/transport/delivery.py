"""The line from Slack to the bot: signed requests or Socket Mode envelopes, answered within three seconds."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from playground.identity import JSON, Identity, PlaygroundError

from .socket_mode import Sockets

Kind = Literal["slash_commands", "interactive", "events_api"]
Alter = Callable[[Kind, JSON], JSON]


@dataclass(frozen=True)
class Delivery:
    """What came of one delivery; `error` is None, `operation_timeout` or `dispatch_failed`."""

    status: int | None
    ok: bool
    error: str | None
    body: str

    @property
    def json(self) -> Any:
        """The body read as JSON; None when it is empty or is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def signed(secret: str, body: str, at: int | None = None) -> dict[str, str]:
    """The two headers by which an app knows that Slack sent `body`; `at` in Unix seconds."""
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Courier:
    """Delivers on the server's loop; `deliver` may be called from any other thread.

    An answer is waited for as long as `answer_within`, in seconds.
    """

    def __init__(self, identity: Identity, sockets: Sockets, answer_within: float) -> None:
        self.url: str | None = None
        self.alter: Alter = lambda _kind, payload: payload
        self._identity = identity
        self._sockets = sockets
        self.answer_within = answer_within
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._loop = asyncio.get_running_loop()
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(connector=connector, trust_env=False)

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    def deliver(self, kind: Kind, payload: JSON) -> Delivery:
        if self._loop is None:
            raise PlaygroundError("start the local Slack first")
        return asyncio.run_coroutine_threadsafe(self.send(kind, payload), self._loop).result()

    async def send(self, kind: Kind, payload: JSON, retry: tuple[int, str] | None = None) -> Delivery:
        """Deliver once; `retry` is the number and reason of a repeated event."""
        payload = self.alter(kind, json.loads(json.dumps(payload)))
        try:
            async with asyncio.timeout(self.answer_within):
                if self.url is None:
                    answer = await self._sockets.ask(kind, payload, retry)
                    return Delivery(200, True, None, "" if answer is None else json.dumps(answer))
                return await self._post(self.url, kind, payload, retry)
        except TimeoutError:
            return Delivery(None, False, "operation_timeout", "")
        except (aiohttp.ClientError, ConnectionError):
            return Delivery(None, False, "dispatch_failed", "")

    async def _post(self, url: str, kind: Kind, payload: JSON, retry: tuple[int, str] | None) -> Delivery:
        if self._session is None:
            raise PlaygroundError("start the local Slack first")
        if kind == "events_api":
            body, content_type = json.dumps(payload), "application/json"
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type, **signed(self._identity.signing_secret, body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        async with self._session.post(
            url, data=body.encode(), headers=headers, allow_redirects=False
        ) as answer:
            text = await answer.text()
            ok = 200 <= answer.status < 300
            return Delivery(answer.status, ok, None if ok else "dispatch_failed", text)
