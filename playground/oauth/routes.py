"""The authorize address: asks the person in the browser, and sends the browser back with the answer."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web

from playground.identity import SlackError
from playground.state.workspace import Workspace
from playground.this_machine import RoutesOfPages

from .grants import OAuth
from .pages import consent, places, trouble

PATH = "/oauth/v2/authorize"


class OAuthRoutes:
    """`workspaces` may grow while it runs. The local Slack has no sign-in: `user=` in the address says who asks."""

    def __init__(self, oauth: OAuth, workspaces: list[Workspace]) -> None:
        self._oauth = oauth
        self._workspaces = workspaces

    def add_to(self, routes: RoutesOfPages) -> None:
        routes.add_get(PATH, self._ask)
        routes.add_post(PATH, self._answered)

    def answer(self, query: Mapping[str, str], where: str, allowed: bool) -> str:
        """The address that the browser goes to after Allow or Cancel; raises SlackError."""
        ask = self._oauth.read(query)
        if not allowed:
            return ask.leading_back(error="access_denied")
        there = places(self._workspaces).get(where)
        if not there:
            raise SlackError("invalid_team_for_non_distributed_app")
        user = query.get("user") or next(iter(there[0].people))
        there[0].person(user)
        return self._oauth.allow(ask, there, where == there[0].identity.enterprise_id, user)

    async def _ask(self, request: web.Request) -> web.Response:
        try:
            ask = self._oauth.read(request.query)
        except SlackError as refused:
            return self._refused(refused)
        page = consent(self._oauth.app, ask, request.query, self._workspaces)
        return web.Response(text=page, content_type="text/html", headers=_headers(ask.redirect_uri))

    async def _answered(self, request: web.Request) -> web.Response:
        form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        try:
            address = self.answer(form, form.get("where", ""), form.get("answer") == "allow")
        except SlackError as refused:
            return self._refused(refused)
        return web.Response(status=302, headers={"Location": address})

    def _refused(self, refused: SlackError) -> web.Response:
        page = trouble(self._oauth.app, refused.error)
        return web.Response(status=400, text=page, content_type="text/html", headers=_headers())


def _headers(redirect_uri: str = "") -> dict[str, str]:
    """No script at all; browsers hold a form's redirect to the same rule as the form, so it is named."""
    target = urlsplit(redirect_uri)
    onward = f" {target.scheme}://{target.netloc}" if target.netloc else ""
    rules = f"default-src 'none'; style-src 'self'; img-src data:; form-action 'self'{onward}; frame-ancestors 'none'"
    return {"Content-Security-Policy": f"{rules}; base-uri 'none'", "Cache-Control": "no-store"}
