"""The local Slack: one workspace or several, their Web API and their page, on one port of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any

from aiohttp import web

from .config import AppConfig, Clock
from .crm import EVENTS, Crm
from .identity import JSON, Control, GuideStep, Identity, Person
from .local_workspace import Line, LocalWorkspace
from .oauth.grants import OAuth
from .oauth.routes import OAuthRoutes
from .observed import Observed
from .page.actions import PageActions
from .page.crm_route import CrmRoute
from .page.routes import Page, PageRoutes
from .page.state import page_state
from .state.installations import Installations
from .state.rate_limits import RateLimits
from .state.tokens import Tokens
from .state.workspace import Workspace
from .this_machine import RoutesOfPages
from .transport.delivery import Courier
from .transport.events import Events
from .transport.server import Server
from .transport.socket_mode import Sockets
from .webapi.auth import AuthMethods
from .webapi.dispatch import WebApi
from .webapi.file_route import FileRoute
from .webapi.response_url_route import Hooks
from .webapi.upload_route import UploadRoute


class LocalSlack(Observed, LocalWorkspace):
    """Start it, point a bot's WebClient at `api_url`, tell it with `deliver_to` where the bot listens.

    It is its own first workspace; `add_workspace` makes more.
    """

    def __init__(
        self,
        people: Sequence[Person],
        identity: Identity = Identity(),  # noqa: B008 - frozen
        config: AppConfig = AppConfig(),  # noqa: B008 - frozen
        *,
        clock: Clock = Clock(),  # noqa: B008 - frozen
        channels: Sequence[tuple[str, str]] = (),
        controls: Sequence[Control] = (),
        guide: Sequence[GuideStep] = (),
        crm: Crm | None = None,
        rate_limits: bool = True,
        installed: bool = True,
    ) -> None:
        """`channels` are ids and names, `controls` the buttons beside the page's clock, `guide` its first steps.

        `crm` is what stands beside it on the page.
        """
        self.app = identity
        self.settle: Callable[[], None] = lambda: None
        """Called after each answer of the bot, before a gesture returns: a test waits there for its bot's threads."""
        self.url = ""
        self.redirect_urls = list(config.redirect_urls)
        self._clock = clock
        self._limits = partial(RateLimits, clock, rate_limits, config.non_marketplace)
        self._steps = dict(config.functions)
        self._offers = (config.commands, config.shortcuts, controls, guide, crm)
        self._workspaces: list[Workspace] = []
        self._page = PageRoutes()
        self._server = Server(self._build, self._close)
        self._sockets = Sockets(self.app)
        self._courier = Courier(self.app, self._sockets, clock.answer_within)
        self._events = Events(self._courier, clock.retry_scale)
        installations = Installations(Tokens(clock.now, config.token_rotation))
        oauth = OAuth(self.app, installations, self.redirect_urls, clock.now)
        self._consent = OAuthRoutes(oauth, self._workspaces)
        self._api = WebApi(installations, AuthMethods(installations, self._announce), oauth, self._sockets)
        line = Line(
            courier=self._courier,
            events=self._events,
            wanted=config.events,
            installations=installations,
            consent=self._consent,
            address=lambda: self.url,
            loop=lambda: self._server.loop,
            settle=lambda: self.settle(),
        )
        super().__init__(self._open(self.app, people, channels), line)
        self._show(self, installed)

    def add_workspace(
        self,
        people: Sequence[Person],
        *,
        team_id: str,
        team_name: str = "Other",
        channels: Sequence[tuple[str, str]] = (),
        installed: bool = True,
        **identity: Any,
    ) -> LocalWorkspace:
        """Another workspace of the same app, before or after the start; with an `enterprise_id`, of that Grid."""
        own = {
            "team_domain": team_name.lower().replace(" ", "-"),
            "bot_token": f"xoxb-{team_id}",
            "bot_user_id": f"U{team_id[1:]}BOT",
            "bot_id": f"B{team_id[1:]}BOT",
            "enterprise_id": None,
        }
        me = replace(self.app, **{**own, "team_id": team_id, "team_name": team_name, **identity})
        added = LocalWorkspace(self._open(me, people, channels), self._line)
        self._show(added, installed)
        return added

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

    def deliver_to(self, url: str | None) -> None:
        """The bot's request URL for everything; None for Socket Mode."""
        self._courier.url = url

    def let_pass(self, seconds: float) -> None:
        """Time goes by for the rate limits, as when a bot rests without really resting."""
        for ws in self._workspaces:
            ws.limits.let_pass(seconds)

    def warn_sockets(self) -> None:
        """Announce to every Socket Mode connection that it will be refreshed."""
        asyncio.run_coroutine_threadsafe(self._sockets.warn(), self._server.loop).result()

    def silence_sockets(self, to_come: int = 0) -> None:
        """The open connections, and the next `to_come`, hear nothing more and stay open, as after a lost route."""
        asyncio.run_coroutine_threadsafe(self._sockets.silence(to_come), self._server.loop).result()

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        asyncio.run_coroutine_threadsafe(self._sockets.disconnect(reason), self._server.loop).result()

    def _open(self, me: Identity, people: Sequence[Person], channels: Sequence[tuple[str, str]]) -> Workspace:
        ws = Workspace(me, people, channels, clock=self._clock, limits=self._limits(), steps=self._steps)
        self._workspaces.append(ws)
        return ws

    def _show(self, added: LocalWorkspace, installed: bool) -> None:
        """Its app, if it is there from the start, and its page."""
        ws = added._ws
        if installed:
            self._line.installations.preinstall(ws)
        commands, _, controls, _, crm = self._offers
        self._page.add(
            Page(
                ws,
                lambda user: page_state(ws, user or next(iter(ws.people)), *self._offers),
                PageActions(ws, added.person, added.run_step, commands, controls, crm),
            )
        )

    def _announce(self, ws: Workspace, events: list[JSON]) -> None:
        self._events.send_soon(ws, [event for event in events if event["type"] in self._line.wanted])

    async def _build(self, app: web.Application) -> None:
        await self._courier.open()
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.router.add_post("/hooks/{key}", Hooks(self._workspaces).handle)
        app.router.add_post("/upload/{file}", UploadRoute(self._workspaces).handle)
        files = FileRoute(self._line.installations)
        app.router.add_get("/files-pri/{file}/{name}", files.handle)
        app.router.add_get("/sign-in", files.sign_in)
        app.router.add_get("/link/{ticket}", self._sockets.connect)
        if crm := self._offers[-1]:
            app.router.add_post(EVENTS, CrmRoute(crm, self._workspaces).handle)
        pages = RoutesOfPages(app.router)
        self._consent.add_to(pages)
        self._page.add_to(pages)

    async def _close(self) -> None:
        self._page.stop()
        self._api.stop()
        await self._events.stop()
        await self._sockets.disconnect("link_disabled")
        await self._courier.close()
