"""Web API: users.*, dnd.* and conversations.*"""

from __future__ import annotations

from playground.identity import JSON, SlackError
from playground.state.conversations import Channel
from playground.state.profiles import bot_object, user_object
from playground.state.workspace import Workspace

from .arguments import is_true

MEMBERS_MOST = 8  # conversations.open
QUIET_MOST = 50  # dnd.teamInfo
MEMBERS_PAGE, MEMBERS_PAGE_MOST = 100, 1000  # of a page of conversations.members


def users_info(ws: Workspace, args: JSON) -> JSON:
    if args.get("user") == ws.identity.bot_user_id:
        return {"user": bot_object(ws.identity)}
    return {"user": user_object(ws, ws.visible(args.get("user")), is_true(args.get("include_locale")))}


def users_list(ws: Workspace, args: JSON) -> JSON:
    locale = is_true(args.get("include_locale"))
    ours = [person for person in ws.people.values() if person.team_id is None and person.visible]
    members = [user_object(ws, person, locale) for person in ours]
    return {"members": [*members, bot_object(ws.identity)], "response_metadata": {"next_cursor": ""}}


def users_lookup_by_email(ws: Workspace, args: JSON) -> JSON:
    """Whoever left is not found by it; it has no `include_locale`."""
    email = str(args.get("email") or "").casefold()
    here = (person for person in ws.people.values() if person.visible and person.id not in ws.gone)
    found = next((person for person in here if person.email == email), None)
    if found is None:
        raise SlackError("users_not_found")
    return {"user": user_object(ws, found, with_locale=False)}


def dnd_info(ws: Workspace, args: JSON) -> JSON:
    _names_the_team(ws, args)
    return _quiet_hours(ws, args.get("user") or ws.identity.bot_user_id)


def dnd_team_info(ws: Workspace, args: JSON) -> JSON:
    """Slack's page wants more than one user, and takes up to 50."""
    _names_the_team(ws, args)
    ids = [one.strip() for one in str(args.get("users") or "").split(",") if one.strip()]
    if len(ids) < 2:
        raise SlackError("no_users_provided")
    if len(ids) > QUIET_MOST:
        raise SlackError("invalid_arguments", [f"[ERROR] must be at most {QUIET_MOST} users"])
    return {"users": {one: _quiet_hours(ws, one) for one in ids}}


def _names_the_team(ws: Workspace, args: JSON) -> None:
    if ws.identity.enterprise_wide and not args.get("team_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: team_id"])


def _quiet_hours(ws: Workspace, user: object) -> JSON:
    """The `snooze_*` are told to the person themselves only, so never to a bot."""
    quiet = ws.quiet.get(ws.visible(user).id)
    if quiet is None or quiet.starts is None or quiet.ends is None:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    starts, ends = int(quiet.starts.timestamp()), int(quiet.ends.timestamp())
    return {"dnd_enabled": True, "next_dnd_start_ts": starts, "next_dnd_end_ts": ends}


def conversations_open(ws: Workspace, args: JSON) -> JSON:
    if args.get("channel"):
        channel = ws.conversations.get(args["channel"])
    else:
        users = args.get("users")
        ids = users if isinstance(users, list) else str(users or "").split(",")
        if ids == [""]:
            raise SlackError("users_list_not_supplied")
        if len(ids) > MEMBERS_MOST:
            raise SlackError("too_many_users")
        if len(ids) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        if ws.visible(ids[0].strip()).id in ws.gone:
            raise SlackError("user_disabled")
        channel = ws.conversations.dm(ids[0].strip())
    return {"channel": _channel(ws, channel) if args.get("return_im") else {"id": channel.id}}


def conversations_info(ws: Workspace, args: JSON) -> JSON:
    return {"channel": _channel(ws, ws.conversations.visible(args.get("channel")))}


def conversations_members(ws: Workspace, args: JSON) -> JSON:
    """Page by page, who is in it: everybody here who did not leave it, and the bot once it was invited."""
    channel = ws.conversations.visible(args.get("channel"))
    limit, start = str(args.get("limit") or MEMBERS_PAGE), str(args.get("cursor") or "0")
    if not limit.isdecimal() or not 0 < int(limit) <= MEMBERS_PAGE_MOST:
        raise SlackError("invalid_limit")
    if not start.isdecimal():
        raise SlackError("invalid_cursor")
    everybody = [channel.user] if channel.user else sorted(set(ws.people) - ws.gone - channel.left)
    there = [*everybody, *([ws.identity.bot_user_id] if channel.bot_in else [])]
    end = int(start) + int(limit)
    more = str(end) if end < len(there) else ""
    return {"members": there[int(start) : end], "response_metadata": {"next_cursor": more}}


def _channel(ws: Workspace, channel: Channel) -> JSON:
    """The conversation object: docs.slack.dev, "Channel object" and "Understanding Slack Connect"."""
    if channel.user:
        shared = ws.person(channel.user).team_id is not None
        told: JSON = {"id": channel.id, "is_im": True, "user": channel.user, "is_open": True}
        return told | {"is_org_shared": False, "is_ext_shared": shared}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_member": channel.bot_in,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": bool(channel.invited),
        "pending_shared": list(channel.invited),
        "pending_connected_team_ids": list(channel.invited),
        "is_frozen": False,
        "is_general": False,
        "unlinked": 0,
        "name_normalized": channel.name,
        "previous_names": [],
        "parent_conversation": None,
        "context_team_id": ws.identity.team_id,
        "shared_team_ids": [ws.identity.team_id, *channel.connected],
        "connected_team_ids": list(channel.connected),
    }
