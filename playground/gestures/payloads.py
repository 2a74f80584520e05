"""The payloads that Slack sends to an app, in the shapes its reference documents."""

from __future__ import annotations

import time

from playground.identity import JSON, Person
from playground.state.conversations import Channel, Posted
from playground.state.inputs import State
from playground.state.views import OpenView
from playground.state.workspace import Workspace


def slash_command(ws: Workspace, who: Person, channel: Channel, command: str, text: str, url: str) -> JSON:
    """Form fields, all strings. Slack offers no command to a stranger; should one come, it is their workspace's."""
    me = ws.identity
    grid = {"enterprise_id": me.enterprise_id, "enterprise_name": me.enterprise_name}
    return (grid if me.enterprise_id else {}) | {
        "token": me.verification_token,
        "team_id": who.team_id or me.team_id,
        "team_domain": me.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.told_name,
        "user_id": who.id,
        "user_name": who.username,
        "command": command,
        "text": text,
        "api_app_id": me.app_id,
        "is_enterprise_install": "true" if me.enterprise_wide else "false",
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
        "channel": {"id": channel.id, "name": channel.told_name},
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
    payload = _interaction(ws, "block_actions", who, in_message=True) | {
        "container": container | {"is_ephemeral": posted.only_for is not None},
        "trigger_id": ws.triggers.issue(who.id),
        "channel": {"id": channel.id, "name": channel.told_name},
        "state": {"values": state},
        "response_url": url,
        "actions": [{**action, "action_ts": _now_ts()}],
    }
    if posted.only_for is None:
        payload["message"] = posted.body
    return payload


def _interaction(ws: Workspace, kind: str, who: Person, in_message: bool = False) -> JSON:
    """`team` is where the person is, but on a message the workspace of the app; null for a whole organisation."""
    me = ws.identity
    team = {"id": me.team_id, "domain": me.team_domain}
    if who.team_id and not in_message:
        team = {"id": who.team_id, "domain": who.team_id.lower()}
    return {
        "type": kind,
        "team": None if me.enterprise_wide else team,
        "user": {
            "id": who.id,
            "username": who.username,
            "name": who.username,
            "team_id": who.team_id or me.team_id,
        },
        "api_app_id": me.app_id,
        "token": me.verification_token,
        "enterprise": me.enterprise,
        "is_enterprise_install": me.enterprise_wide,
    }


def _now_ts() -> str:
    return f"{time.time():.6f}"
