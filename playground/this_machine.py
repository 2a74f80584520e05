"""Keeps the pages for browsers on this machine; the routes of bots have tokens instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_CONSENT = "/oauth/"


class RoutesOfPages:
    """Adds routes that refuse other hosts' names (DNS rebinding) and other sites' requests.

    No middleware of the application's: aiohttp keeps what it wraps in one, and with it everything that the local Slack
    knows, for as long as the process lives.
    """

    def __init__(self, router: web.UrlDispatcher) -> None:
        self._router = router

    def add_get(self, path: str, handler: Handler) -> None:
        self._router.add_get(path, _on_this_machine(handler))

    def add_post(self, path: str, handler: Handler) -> None:
        self._router.add_post(path, _on_this_machine(handler))


def _on_this_machine(handler: Handler) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        if _is_elsewhere(request) or _is_foreign(request):
            raise web.HTTPForbidden(text="This page is for browsers on this machine only.")
        return await handler(request)

    return handle


def _is_elsewhere(request: web.Request) -> bool:
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return host not in _LOCAL


def _is_foreign(request: web.Request) -> bool:
    """A form can be sent by any site, JSON cannot; the consent page is a form, and a link on the bot's page."""
    consent = request.path.startswith(_CONSENT)
    if consent and request.method == "GET":
        return False
    origin = request.headers.get("Origin")
    if (
        origin not in (None, f"http://{request.host}")
        or request.headers.get("Sec-Fetch-Site") == "cross-site"
    ):
        return True
    return request.method == "POST" and request.content_type != "application/json" and not consent
