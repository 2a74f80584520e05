"""Web API: users.*, dnd.info and conversations.*"""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from .conversations import Channel, Posted
from .identity import JSON, Person, SlackError
from .workspace import Workspace

HISTORY_LIMIT, HISTORY_MOST = 100, 999


def users_info(ws: Workspace, args: JSON) -> JSON:
    if args.get("user") == ws.identity.bot_user_id:
        return {"user": _bot_profile(ws)}
    return {"user": _profile(ws, ws.person(args.get("user")), bool(args.get("include_locale")))}


def users_list(ws: Workspace, args: JSON) -> JSON:
    locale = bool(args.get("include_locale"))
    members = [_profile(ws, person, locale) for person in ws.people.values()]
    return {"members": [*members, _bot_profile(ws)], "response_metadata": {"next_cursor": ""}}


def dnd_info(ws: Workspace, args: JSON) -> JSON:
    until = ws.snoozed.get(ws.person(args.get("user")).id)
    told: JSON = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    if until and until > ws.now():
        told |= {"snooze_enabled": True, "snooze_endtime": int(until.timestamp())}
    return told


def conversations_open(ws: Workspace, args: JSON) -> JSON:
    if args.get("channel"):
        channel = ws.conversations.get(args["channel"])
    else:
        users = args.get("users")
        ids = users if isinstance(users, list) else str(users or "").split(",")
        if ids == [""]:
            raise SlackError("users_list_not_supplied")
        if len(ids) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        if ws.person(ids[0].strip()).id in ws.gone:
            raise SlackError("user_disabled")
        channel = ws.conversations.dm(ids[0].strip())
    return {"channel": _channel(channel) if args.get("return_im") else {"id": channel.id}}


def conversations_info(ws: Workspace, args: JSON) -> JSON:
    return {"channel": _channel(ws.conversations.get(args.get("channel")))}


def conversations_history(ws: Workspace, args: JSON) -> JSON:
    """Newest first; `oldest` and `latest` exclusive unless `inclusive`; ephemerals never."""
    channel = ws.conversations.get(args.get("channel"))
    if not channel.bot_in:
        raise SlackError("not_in_channel")
    within = [one for one in reversed(channel.messages) if one.only_for is None and _between(one, args)]
    start = int(args["cursor"]) if str(args.get("cursor") or "").isdigit() else 0
    limit = min(int(args.get("limit") or HISTORY_LIMIT), HISTORY_MOST)
    page, more = within[start : start + limit], len(within) > start + limit
    cursor = str(start + limit) if more else ""
    with_metadata = args.get("include_all_metadata") in (True, "true", "1", 1)
    messages = [_told(one.body, with_metadata) for one in page]
    return {"messages": messages, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _told(body: JSON, with_metadata: bool) -> JSON:
    return body if with_metadata else {key: value for key, value in body.items() if key != "metadata"}


def _between(posted: Posted, args: JSON) -> bool:
    ts, inclusive = Decimal(posted.body["ts"]), args.get("inclusive") in (True, "true", "1", 1)
    oldest, latest = _bound(args.get("oldest"), "0"), _bound(args.get("latest"), "Infinity")
    return oldest <= ts <= latest if inclusive else oldest < ts < latest


def _bound(value: Any, otherwise: str) -> Decimal:
    try:
        return Decimal(str(value or otherwise))
    except InvalidOperation:
        raise SlackError("invalid_ts_oldest") from None


def _channel(channel: Channel) -> JSON:
    if channel.user:
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_open": True}
    return {"id": channel.id, "name": channel.name, "is_channel": True, "is_member": channel.bot_in}


def _profile(ws: Workspace, person: Person, with_locale: bool) -> JSON:
    offset = ws.now().astimezone(UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    shown: JSON = {
        "id": person.id,
        "team_id": ws.identity.team_id,
        "name": person.username,
        "deleted": person.id in ws.gone,
        "real_name": person.name,
        "tz": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": {"real_name": person.name, "display_name": person.name.split()[0]},
        "is_bot": False,
    }
    if person.id in ws.gone:
        shown = {key: value for key, value in shown.items() if not key.startswith("tz")}
    elif with_locale:
        shown["locale"] = "en-US"
    return shown


def _bot_profile(ws: Workspace) -> JSON:
    me = ws.identity
    return {
        "id": me.bot_user_id,
        "team_id": me.team_id,
        "name": me.bot_name,
        "deleted": False,
        "is_bot": True,
    }
