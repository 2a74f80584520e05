"""The address that an upload's bytes are sent to."""

from __future__ import annotations

from aiohttp import web

from playground.identity import SlackError
from playground.state.workspace import Workspace


class UploadRoute:
    """`workspaces` may grow while it runs."""

    def __init__(self, workspaces: list[Workspace]) -> None:
        self._workspaces = workspaces

    async def handle(self, request: web.Request) -> web.Response:
        content = await _content(request)
        file = request.match_info["file"]
        ws = next((ws for ws in self._workspaces if file in ws.uploads.files), self._workspaces[0])
        try:
            with ws.lock:
                ws.uploads.receive(file, content)
        except SlackError as refused:
            return web.Response(status=400, text=refused.error)
        return web.Response(text=f"OK - {len(content)}")


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
