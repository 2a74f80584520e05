"""Keeps the pages for browsers on this machine; the routes of bots have tokens instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_CONSENT = "/oauth/"


@web.middleware
async def this_machine_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other hosts' names (DNS rebinding) and other sites' requests."""
    ours = request.path == "/" or request.path.startswith(("/ui/", "/page/", _CONSENT))
    if ours and (_is_elsewhere(request) or _is_foreign(request)):
        raise web.HTTPForbidden(text="This page is for browsers on this machine only.")
    return await handler(request)


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
