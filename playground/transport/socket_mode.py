"""Socket Mode: WebSockets the bot opens, over which envelopes go out and acks come back."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from playground.identity import JSON, Identity, SlackError

HOST = "playground"
CONNECTIONS_MOST = 10  # docs/slack.md, "Time and delivery"


class Sockets:
    """The open connections; everything here runs on the server's loop."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._silent: list[web.WebSocketResponse] = []
        self._silent_to_come = 0
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self.alter: Callable[[JSON], JSON] = lambda envelope: envelope

    @property
    def count(self) -> int:
        return len(self._open)

    def issue_ticket(self) -> str:
        """The path of a new connection, good for one use."""
        if len(self._open) >= CONNECTIONS_MOST:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return f"/link/{ticket}"

    async def connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPNotFound
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(timeout=0.5, autoping=False)
        await socket.prepare(request)
        if self._silent_to_come:
            self._silent_to_come -= 1
            self._silent.append(socket)
        else:
            self._open.append(socket)
            await self._greet(socket)
        try:
            async for message in socket:
                if socket in self._silent:
                    continue
                if message.type is WSMsgType.PING:
                    await socket.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._acked(json.loads(message.data))
        finally:
            (self._silent if socket in self._silent else self._open).remove(socket)
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        info = {"app_id": self._identity.app_id}
        debug = {"host": HOST, "approximate_connection_time": 18060}
        hello = {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": info,
            "debug_info": debug,
        }
        await socket.send_str(json.dumps(hello))

    async def ask(self, kind: str, payload: JSON, retry: tuple[int, str] | None) -> Any:
        """Send one envelope over the next connection in turn; the ack's payload, or None for a bare ack."""
        if not self._open:
            raise ConnectionError("no socket is connected")
        envelope: JSON = {"envelope_id": secrets.token_hex(16), "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        self._turn += 1
        try:
            await self._open[self._turn % len(self._open)].send_str(json.dumps(self.alter(envelope)))
            return await answer
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def warn(self) -> None:
        """Announce a refresh, as Slack may do some ten seconds ahead; the connections stay."""
        for socket in list(self._open):
            await socket.send_str(_farewell("warning"))

    async def silence(self, to_come: int) -> None:
        """From now on the open connections, and the next `to_come`, are answered nothing, and stay open."""
        self._silent += self._open
        self._open.clear()
        self._silent_to_come = to_come

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go, as Slack does when it refreshes them, and close it.

        One whose other side goes at the same moment needs no telling.
        """
        for socket in list(self._open):
            with suppress(ConnectionError):
                await socket.send_str(_farewell(reason))
            await socket.close()
        for socket in list(self._silent):
            await socket.close()

    def _acked(self, ack: JSON) -> None:
        waiting = self._waiting.get(str(ack.get("envelope_id")))
        if waiting and not waiting.done():
            waiting.set_result(ack.get("payload"))


def _farewell(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})
