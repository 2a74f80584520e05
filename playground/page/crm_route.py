"""Where the bot posts its events to: the CRM takes those that are the bot's, and the page shows them."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from playground.crm import Crm
from playground.state.workspace import Workspace


class CrmRoute:
    def __init__(self, crm: Crm, workspaces: Sequence[Workspace]) -> None:
        self._crm = crm
        self._workspaces = workspaces

    async def handle(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not self._crm.hear(headers, await request.read()):
            raise web.HTTPUnauthorized
        for ws in self._workspaces:
            with ws.lock:
                ws.changed()
        return web.Response(status=204)
