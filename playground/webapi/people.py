"""Web API: users.*, dnd.info and conversations.*"""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from playground.identity import JSON, Person, SlackError
from playground.state.conversations import Channel
from playground.state.workspace import Workspace


def users_info(ws: Workspace, args: JSON) -> JSON:
    if args.get("user") == ws.identity.bot_user_id:
        return {"user": _bot_profile(ws)}
    return {"user": _profile(ws, ws.person(args.get("user")), bool(args.get("include_locale")))}


def users_list(ws: Workspace, args: JSON) -> JSON:
    locale = bool(args.get("include_locale"))
    ours = [person for person in ws.people.values() if person.team_id is None]
    members = [_profile(ws, person, locale) for person in ours]
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


def _channel(channel: Channel) -> JSON:
    if channel.user:
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_open": True}
    told: JSON = {"id": channel.id, "name": channel.name, "is_channel": True, "is_member": channel.bot_in}
    return told | {"is_shared": channel.shared, "is_ext_shared": channel.shared}


def _profile(ws: Workspace, person: Person, with_locale: bool) -> JSON:
    offset = ws.now().astimezone(UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    shown: JSON = {
        "id": person.id,
        "team_id": person.team_id or ws.identity.team_id,
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
    elif with_locale and person.team_id is None:
        shown["locale"] = "en-US"
    if person.team_id:
        return shown | {"is_stranger": False}
    return shown | _in_the_organisation(ws, person)


def _in_the_organisation(ws: Workspace, person: Person) -> JSON:
    me = ws.identity
    if me.enterprise is None:
        return {}
    told = {"enterprise_id": me.enterprise_id, "enterprise_name": me.enterprise_name, "teams": [me.team_id]}
    return {"enterprise_user": {"id": person.id, **told}}


def _bot_profile(ws: Workspace) -> JSON:
    me = ws.identity
    return {
        "id": me.bot_user_id,
        "team_id": me.team_id,
        "name": me.bot_name,
        "deleted": False,
        "is_bot": True,
    }
