"""The address of a file's bytes: for a bot's token with `files:read`, and a page to sign in for everybody else."""

from __future__ import annotations

from aiohttp import web

from playground.state.installations import Installations
from playground.state.uploads import UploadedFile

SIGN_IN = "<!DOCTYPE html><title>Sign in | Slack</title><p>Sign in to see this file.</p>"


class FileRoute:
    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def handle(self, request: web.Request) -> web.Response:
        """Slack leads whoever may not read it to a page of its own, with status 302, and that page answers 200."""
        file = self._readable(request)
        if file is None:
            raise web.HTTPFound(f"/sign-in?redir={request.path}")
        headers = {"Content-Disposition": "attachment"} if request.query.get("download") else {}
        return web.Response(body=file.content, headers=headers)

    async def sign_in(self, _request: web.Request) -> web.Response:
        return web.Response(text=SIGN_IN, content_type="text/html")

    def _readable(self, request: web.Request) -> UploadedFile | None:
        token = self._installations.tokens.find(
            request.headers.get("Authorization", "").removeprefix("Bearer ")
        )
        if token is None or self._installations.tokens.refusal(token) or "files:read" not in token.scopes:
            return None
        ws = token.installation.workspace_for({"file": request.match_info["file"]})
        found = ws.uploads.files.get(request.match_info["file"]) if ws else None
        return found if found and not found.deleted else None
