"""Slack's Web API over HTTP: who calls, may they, and what it answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from aiohttp import web

from playground.identity import JSON, SlackError
from playground.oauth.grants import OAuth
from playground.state.installations import Installations
from playground.state.rate_limits import RateLimitedError
from playground.state.tokens import Token
from playground.state.workspace import Workspace
from playground.transport.socket_mode import Sockets

from .arguments import arguments, require_names
from .auth import AuthMethods
from .faults import Fault, Faults
from .methods import METHODS
from .scopes import require_scope
from .steps import STEP_METHODS


@dataclass(frozen=True)
class Call:
    """One call the bot made; `at` is in seconds of the monotonic clock, `args` are without the token.

    `team` is the workspace that answers it, by the token.
    """

    method: str
    args: JSON
    token_ok: bool
    at: float
    team: str | None = None


@dataclass(frozen=True)
class _Asked:
    method: str
    token: str | None
    args: JSON
    caller: Token | None
    ws: Workspace | None


class WebApi:
    def __init__(
        self, installations: Installations, auth: AuthMethods, oauth: OAuth, sockets: Sockets
    ) -> None:
        self.faults = Faults()
        self.calls: list[Call] = []
        self.delay = 0.0
        self._installations = installations
        self._auth = auth
        self._oauth = oauth
        self._sockets = sockets
        self._hooks = ThreadPoolExecutor(32, thread_name_prefix="fault")

    def stop(self) -> None:
        self._hooks.shutdown(wait=False, cancel_futures=True)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, with the faults planned for it."""
        asked = self._read(request.match_info["method"], *await arguments(request))
        team = asked.ws.identity.team_id if asked.ws else None
        self.calls.append(Call(asked.method, asked.args, self._token_ok(asked), time.monotonic(), team))
        fault = self.faults.strike(asked.method, team, _channels(asked)) or Fault()
        await self._run_hook(fault.before)
        if self.delay or fault.delay:
            await asyncio.sleep(self.delay + fault.delay)
        if fault.answers and not fault.accepted_but_dropped:
            return _failed(fault)
        answer = self._answer(asked, f"{request.scheme}://{request.host}")
        await self._run_hook(fault.after)
        if not fault.accepted_but_dropped:
            return answer
        if not fault.answers and request.transport:
            request.transport.abort()
        return _failed(fault)

    async def _run_hook(self, hook: Callable[[], None] | None) -> None:
        if hook:
            await asyncio.get_running_loop().run_in_executor(self._hooks, hook)

    def _read(self, method: str, token: str | None, args: JSON) -> _Asked:
        caller = self._installations.tokens.find(token)
        return _Asked(
            method, token, args, caller, caller.installation.workspace_for(args) if caller else None
        )

    def _answer(self, asked: _Asked, address: str) -> web.Response:
        headers = {"x-oauth-scopes": ",".join(asked.caller.scopes)} if asked.caller else {}
        try:
            body = {"ok": True, **self._run(asked)}
        except RateLimitedError as limited:
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(limited.seconds)})
        except SlackError as refused:
            if refused.messages and asked.ws:
                asked.ws.refuse(asked.method, refused.error, refused.messages)
            body = refused.answer()
        for key, scheme in (("upload_url", "http"), ("url", "ws")):
            if str(body.get(key, "")).startswith("/"):
                body[key] = address.replace("http", scheme, 1) + body[key]
        if "file" in body:
            places = {key: address + body["file"][key] for key in ("url_private", "url_private_download")}
            body["file"] = body["file"] | places
        return web.json_response(body, headers=headers)

    def _run(self, asked: _Asked) -> JSON:
        method, args = asked.method, asked.args
        if method == "api.test":
            return {"args": args}
        if method == "oauth.v2.access":
            return self._oauth.access(args)
        if method not in {*METHODS, *STEP_METHODS, *self._auth.by_name, "apps.connections.open"}:
            raise SlackError("unknown_method", req_method=method)
        if not self._token_ok(asked):
            refusal = self._installations.tokens.refusal(asked.caller) or "invalid_auth"
            raise SlackError(refusal if asked.token else "not_authed")
        if method == "apps.connections.open":
            return {"url": self._sockets.issue_ticket()}
        assert asked.caller  # noqa: S101 - its token is ok
        if method in self._auth.by_name:
            return self._auth.by_name[method](asked.caller, args)
        return _run_in(asked.ws, asked.caller, method, args)

    def _token_ok(self, asked: _Asked) -> bool:
        if asked.method == "apps.connections.open":
            return asked.token == self._oauth.app.app_token
        return self._installations.tokens.refusal(asked.caller) is None


def _run_in(ws: Workspace | None, caller: Token, method: str, args: JSON) -> JSON:
    if ws is None:
        raise SlackError("team_access_not_granted")
    if not caller.is_bot:
        raise SlackError("not_allowed_token_type")
    require_names(args)
    with ws.lock:
        if seconds := ws.limits.seconds_to_wait(method, args):
            raise RateLimitedError(seconds)
        if method in STEP_METHODS:
            return STEP_METHODS[method](ws, caller, args)
        require_scope(ws, method, args, caller.scopes)
        return METHODS[method](ws, args)


def _channels(asked: _Asked) -> set[str]:
    """The conversation as it is named, and the DM that a person's id stands for."""
    named = str(asked.args.get("channel") or asked.args.get("channel_id") or "")
    dms = asked.ws.conversations.all() if asked.ws else []
    return {named} | {dm.id for dm in dms if dm.user == named}


def _failed(fault: Fault) -> web.Response:
    limited = fault.status == 429
    status = fault.status or (200 if fault.answers else 500)
    told = limited and fault.retry_after is not None
    headers = {"Retry-After": str(fault.retry_after)} if told else {}
    if fault.body is not None:
        return web.Response(text=fault.body, content_type="application/json", status=status, headers=headers)
    error = fault.error or ("ratelimited" if limited else "internal_error")
    answer = SlackError(error, list(fault.messages)).answer()
    return web.json_response(answer, status=status, headers=headers)
