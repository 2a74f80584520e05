"""Web API: conversations.history"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.identity import JSON, SlackError
from playground.state.conversations import Posted
from playground.state.workspace import Workspace

from .arguments import is_true

LIMIT, MOST = 100, 999
SLOW_MOST = 15  # for apps sold outside the Marketplace; both the default and the most


@dataclass(frozen=True)
class _Window:
    """Between which timestamps to look; exclusive unless `inclusive`."""

    oldest: Decimal
    latest: Decimal
    inclusive: bool

    def holds(self, posted: Posted) -> bool:
        ts = Decimal(posted.body["ts"])
        edge = self.inclusive and ts in (self.oldest, self.latest)
        return self.oldest <= ts <= self.latest and (edge or ts not in (self.oldest, self.latest))


def conversations_history(ws: Workspace, args: JSON) -> JSON:
    """Newest first; no ephemerals, and of threads only what began them."""
    channel = ws.conversations.visible(args.get("channel"))
    if not channel.bot_in:
        raise SlackError("not_in_channel")
    oldest = _bound(args.get("oldest"), "0", "invalid_ts_oldest")
    latest = _bound(args.get("latest"), "Infinity", "invalid_ts_latest")
    window = _Window(oldest, latest, is_true(args.get("inclusive")))
    start = _read_cursor(args.get("cursor"))
    within = [
        one
        for one in reversed(channel.messages)
        if one.only_for is None and not _is_reply(one) and window.holds(one) and _micros(one) <= start
    ]
    limit = _limit(args.get("limit"), slow=ws.limits.slow_history)
    page, rest = within[:limit], within[limit:]
    messages = [_told(one.body, is_true(args.get("include_all_metadata"))) for one in page]
    told = {"latest": str(args["latest"])} if args.get("latest") else {}
    cursor = {"next_cursor": _cursor(rest[0]) if rest else ""}
    return {**told, "messages": messages, "has_more": bool(rest), "pin_count": 0, "response_metadata": cursor}


def _told(body: JSON, with_metadata: bool) -> JSON:
    """Without `include_all_metadata` the event's type alone: docs.slack.dev, "Using message metadata"."""
    if with_metadata or "metadata" not in body:
        return body
    return body | {"metadata": {"event_type": body["metadata"].get("event_type")}}


def _is_reply(posted: Posted) -> bool:
    return posted.body.get("thread_ts") not in (None, posted.body["ts"])


def _bound(value: Any, otherwise: str, error: str) -> Decimal:
    try:
        return Decimal(str(value or otherwise))
    except InvalidOperation:
        raise SlackError(error) from None


def _limit(asked: Any, slow: bool) -> int:
    most = SLOW_MOST if slow else MOST
    try:
        limit = int(asked or (SLOW_MOST if slow else LIMIT))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    if limit < 1:
        raise SlackError("invalid_arguments")
    return min(limit, most)


def _micros(posted: Posted) -> float:
    return int(posted.body["ts"].replace(".", ""))


def _cursor(posted: Posted) -> str:
    """Names the message that comes next, so that what is posted meanwhile moves nothing."""
    return base64.b64encode(f"next_ts:{_micros(posted)}".encode()).decode()


def _read_cursor(cursor: Any) -> float:
    if not cursor:
        return float("inf")
    try:
        name, _, micros = base64.b64decode(str(cursor), validate=True).decode().partition(":")
        if name == "next_ts":
            return int(micros)
    except (binascii.Error, ValueError):
        pass
    raise SlackError("invalid_cursor")
