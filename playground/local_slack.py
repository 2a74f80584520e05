"""The local Slack: a workspace, its Web API and its page, on one port of this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

from aiohttp import web

from .delivery import Courier, Delivery
from .events import Events
from .gestures import Gestures
from .hooks import Hooks
from .identity import JSON, Control, Identity, Person
from .observed import Observed
from .page_actions import PageActions
from .page_routes import PageRoutes
from .page_state import page_state
from .rate_limits import RateLimits
from .server import Server
from .socket_mode import Sockets
from .upload_route import UploadRoute
from .web_api import WebApi
from .workspace import Workspace, real_now


class LocalSlack(Observed):
    """Start it, point a bot's WebClient at `api_url`, tell it with `deliver_to` where the bot listens."""

    def __init__(
        self,
        people: Sequence[Person],
        *,
        now: Callable[[], datetime] = real_now,
        monotonic: Callable[[], float] = time.monotonic,
        channels: Sequence[tuple[str, str]] = (),
        commands: Sequence[JSON] = (),
        shortcuts: Sequence[JSON] = (),
        controls: Sequence[Control] = (),
        events: Collection[str] = ("app_home_opened",),
        rate_limits: bool = False,
        retry_scale: float = 1.0,
        settle: Callable[[], None] = lambda: None,
        **identity: Any,
    ) -> None:
        """`identity` are fields of Identity; `retry_scale` stretches the delays of event retries.

        `settle` is called after each answer of the bot, before a gesture returns, so that a test can wait
        for its bot's own threads.
        """
        self.identity = Identity(**identity)
        self.settle = settle
        self._ws = ws = Workspace(self.identity, people, channels, now, monotonic)
        self._events_wanted = events
        self._sockets = Sockets(self.identity)
        self._courier = Courier(self.identity, self._sockets)
        self._api = WebApi(ws, self._sockets, RateLimits(monotonic) if rate_limits else None)
        self._hooks = Hooks(ws)
        self._events = Events(ws, self._courier, retry_scale)
        self._offers = (commands, shortcuts, controls)
        actions = PageActions(ws, self.person, commands, controls)
        self._page = PageRoutes(ws, self._state, actions)
        self._server = Server(self._build, self._close)
        self.url = ""

    def start(self, host: str = "127.0.0.1", port: int = 0) -> LocalSlack:
        """Returns when it listens."""
        self.url = f"http://{host}:{self._server.start(host, port)}"
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> LocalSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def deliver_to(self, url: str | None) -> None:
        """The bot's request URL for everything; None for Socket Mode."""
        self._courier.url = url

    def person(self, user: str) -> Gestures:
        self._ws.person(user)
        return Gestures(
            self._ws,
            user,
            self._courier,
            lambda: self.url,
            self.send_event,
            self._events_wanted,
            lambda: self.settle(),
        )

    def invite(self, channel: str) -> None:
        """The bot becomes a member of that channel."""
        with self._ws.lock:
            self._ws.conversations.get(channel).bot_in = True
            self._ws.changed()

    def send_event(self, event: JSON, retries: bool = True, event_id: str | None = None) -> Delivery:
        """The first try's outcome; give `event_id` to send the same event twice."""
        sending = self._events.send(event, retries, event_id)
        answer = asyncio.run_coroutine_threadsafe(sending, self._server.loop).result()
        self.settle()
        return answer

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        asyncio.run_coroutine_threadsafe(self._sockets.disconnect(reason), self._server.loop).result()

    def _state(self, user: str) -> JSON:
        return page_state(self._ws, user or next(iter(self._ws.people)), *self._offers)

    async def _build(self, app: web.Application) -> None:
        await self._courier.open()
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.router.add_post("/hooks/{key}", self._hooks.handle)
        app.router.add_post("/upload/{file}", UploadRoute(self._ws).handle)
        app.router.add_get("/link/{ticket}", self._sockets.connect)
        self._page.add_to(app)

    async def _close(self) -> None:
        self._page.stop()
        await self._events.stop()
        await self._sockets.disconnect("link_disabled")
        await self._courier.close()
