"""The payloads that Slack sends to an app, in the shapes its reference documents."""

from __future__ import annotations

import secrets
import time

from .conversations import Channel, Posted
from .identity import JSON, Person
from .inputs import State
from .views import OpenView
from .workspace import Workspace


def slash_command(ws: Workspace, who: Person, channel: Channel, command: str, text: str, url: str) -> JSON:
    """Form fields, all strings."""
    me = ws.identity
    return {
        "token": me.verification_token,
        "team_id": me.team_id,
        "team_domain": me.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": who.id,
        "user_name": who.username,
        "command": command,
        "text": text,
        "api_app_id": me.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": ws.triggers.issue(who.id),
    }


def view_submission(ws: Workspace, who: Person, view: OpenView, response_urls: list[JSON]) -> JSON:
    trigger_id = ws.triggers.issue(who.id, view.id)
    more = {"trigger_id": trigger_id, "view": view.shown(), "response_urls": response_urls}
    return _interaction(ws, "view_submission", who) | more


def view_closed(ws: Workspace, who: Person, view: OpenView, is_cleared: bool) -> JSON:
    """What was typed does not go along."""
    shown = {**view.body, "state": {"values": {}}}
    return _interaction(ws, "view_closed", who) | {"view": shown, "is_cleared": is_cleared}


def shortcut(ws: Workspace, who: Person, callback_id: str) -> JSON:
    more = {"callback_id": callback_id, "trigger_id": ws.triggers.issue(who.id), "action_ts": _now_ts()}
    return _interaction(ws, "shortcut", who) | more


def message_action(
    ws: Workspace, who: Person, callback_id: str, channel: Channel, message: JSON, url: str
) -> JSON:
    return _interaction(ws, "message_action", who) | {
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(who.id),
        "action_ts": _now_ts(),
        "message_ts": message["ts"],
        "response_url": url,
        "channel": {"id": channel.id, "name": channel.name},
        "message": message,
    }


def view_actions(ws: Workspace, who: Person, view: OpenView, action: JSON) -> JSON:
    """block_actions from an element of a modal or of Home."""
    return _interaction(ws, "block_actions", who) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": ws.triggers.issue(who.id, view.id),
        "view": view.shown(),
        "hash": view.body["hash"],
        "actions": [{**action, "action_ts": _now_ts()}],
    }


def message_actions(
    ws: Workspace, who: Person, channel: Channel, posted: Posted, action: JSON, state: State, url: str
) -> JSON:
    """block_actions from an element of a message; an ephemeral one is not told again."""
    container = {"type": "message", "message_ts": posted.body["ts"], "channel_id": channel.id}
    payload = _interaction(ws, "block_actions", who) | {
        "container": container | {"is_ephemeral": posted.only_for is not None},
        "trigger_id": ws.triggers.issue(who.id),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": state},
        "response_url": url,
        "actions": [{**action, "action_ts": _now_ts()}],
    }
    if posted.only_for is None:
        payload["message"] = posted.body
    return payload


def event_callback(ws: Workspace, event: JSON, event_id: str | None = None) -> JSON:
    me = ws.identity
    authorization = {"team_id": me.team_id, "user_id": me.bot_user_id, "is_bot": True}
    return {
        "token": me.verification_token,
        "team_id": me.team_id,
        "api_app_id": me.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [authorization | {"enterprise_id": None, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_hex(12),
    }


def _interaction(ws: Workspace, kind: str, who: Person) -> JSON:
    me = ws.identity
    return {
        "type": kind,
        "team": {"id": me.team_id, "domain": me.team_domain},
        "user": {"id": who.id, "username": who.username, "name": who.username, "team_id": me.team_id},
        "api_app_id": me.app_id,
        "token": me.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _now_ts() -> str:
    return f"{time.time():.6f}"
