"""Reads the token and the arguments of a Web API call, in any form that Slack takes."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import BasicAuth, web

from playground.identity import JSON, SlackError

_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_IN_JSON = ("blocks", "view", "metadata", "attachments", "files", "outputs")


async def arguments(request: web.Request) -> tuple[str | None, JSON]:
    """The token and the arguments, from query, form or JSON body; a client's credentials from HTTP Basic too."""
    args: JSON = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        args |= json.loads(body) if body else {}
    elif request.method == "POST":
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        args |= {key: _decoded(args[key]) for key in _IN_JSON if isinstance(args.get(key), str)}
    kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
    given = args.pop("token", None)
    if kind.lower() == "basic":
        client = BasicAuth.decode(f"{kind} {credentials}")
        args |= {"client_id": client.login, "client_secret": client.password}
    return (credentials if kind.lower() == "bearer" else given), args


def require_names(args: JSON) -> None:
    """Slack passes over arguments that it does not know, but refuses names that could be none (invalid_arg_name)."""
    if not all(_NAME.fullmatch(name) for name in args):
        raise SlackError("invalid_arg_name")


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def is_true(value: Any) -> bool:
    """A boolean argument, in any form that Slack takes."""
    return value is True or value in ("true", "1", 1)
