"""Slack's Web API over HTTP: who calls, may they, and what it answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from . import methods_chat, methods_files, methods_people, methods_views
from .arguments import arguments
from .faults import Fault, Faults
from .identity import JSON, SlackError
from .rate_limits import RateLimits
from .scopes import require_scope
from .socket_mode import Sockets
from .workspace import Workspace

METHODS: dict[str, Callable[[Workspace, JSON], JSON]] = {
    "chat.postMessage": methods_chat.post_message,
    "chat.postEphemeral": methods_chat.post_ephemeral,
    "chat.update": methods_chat.update,
    "chat.delete": methods_chat.delete,
    "chat.getPermalink": methods_chat.get_permalink,
    "conversations.open": methods_people.conversations_open,
    "conversations.info": methods_people.conversations_info,
    "conversations.history": methods_people.conversations_history,
    "users.info": methods_people.users_info,
    "users.list": methods_people.users_list,
    "dnd.info": methods_people.dnd_info,
    "views.open": methods_views.open_view,
    "views.push": methods_views.push_view,
    "views.update": methods_views.update_view,
    "views.publish": methods_views.publish_view,
    "files.getUploadURLExternal": methods_files.get_upload_url,
    "files.completeUploadExternal": methods_files.complete_upload,
}


@dataclass(frozen=True)
class Call:
    """One call the bot made; `at` is in seconds of the monotonic clock, `args` are without the token."""

    method: str
    args: JSON
    token_ok: bool
    at: float


class WebApi:
    def __init__(self, ws: Workspace, sockets: Sockets, limits: RateLimits | None) -> None:
        self.faults = Faults()
        self.calls: list[Call] = []
        self.delay = 0.0
        self._ws = ws
        self._sockets = sockets
        self._limits = limits

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, with the faults planned for it."""
        method = request.match_info["method"]
        token, args = await arguments(request)
        self.calls.append(Call(method, args, token == self._token(method), time.monotonic()))
        fault = self.faults.strike(method) or Fault()
        if self.delay or fault.delay:
            await asyncio.sleep(self.delay + fault.delay)
        if (fault.status or fault.error) and not fault.accepted_but_dropped:
            return _failed(fault)
        answer = self._answer(method, token, args, f"{request.scheme}://{request.host}")
        if not fault.accepted_but_dropped:
            return answer
        if fault.status is None and request.transport:
            request.transport.abort()
        return _failed(fault)

    def _answer(self, method: str, token: str | None, args: JSON, address: str) -> web.Response:
        headers = {"x-oauth-scopes": ",".join(self._ws.identity.scopes)}
        try:
            with self._ws.lock:
                body = {"ok": True, **self._run(method, token, args)}
        except _RateLimitedError as limited:
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(limited.seconds)})
        except SlackError as refused:
            if refused.messages:
                self._ws.refuse(method, refused.error, refused.messages)
            body = refused.answer()
        for key, scheme in (("upload_url", "http"), ("url", "ws")):
            if str(body.get(key, "")).startswith("/"):
                body[key] = address.replace("http", scheme, 1) + body[key]
        return web.json_response(body, headers=headers)

    def _run(self, method: str, token: str | None, args: JSON) -> JSON:
        if method == "api.test":
            return {"args": args}
        if method not in (*METHODS, "auth.test", "apps.connections.open"):
            raise SlackError("unknown_method", req_method=method)
        if token != self._token(method):
            raise SlackError("invalid_auth" if token else "not_authed")
        if self._limits and (seconds := self._limits.seconds_to_wait(method, args)):
            raise _RateLimitedError(seconds)
        if method == "apps.connections.open":
            return {"url": self._sockets.issue_ticket()}
        if method == "auth.test":
            return self._who_am_i()
        require_scope(self._ws, method, args)
        return METHODS[method](self._ws, args)

    def _token(self, method: str) -> str:
        me = self._ws.identity
        return me.app_token if method == "apps.connections.open" else me.bot_token

    def _who_am_i(self) -> JSON:
        me = self._ws.identity
        return {
            "url": f"https://{me.team_domain}.slack.com/",
            "team": me.team_name,
            "user": me.bot_name,
            "team_id": me.team_id,
            "user_id": me.bot_user_id,
            "bot_id": me.bot_id,
            "is_enterprise_install": False,
        }


class _RateLimitedError(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _failed(fault: Fault) -> web.Response:
    if fault.error:
        return web.json_response({"ok": False, "error": fault.error})
    headers = {"Retry-After": str(fault.retry_after or 1)} if fault.status == 429 else {}
    error = "ratelimited" if fault.status == 429 else "internal_error"
    return web.json_response({"ok": False, "error": error}, status=fault.status or 500, headers=headers)
