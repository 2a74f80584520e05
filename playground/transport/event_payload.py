"""The envelope of an event: which workspace it happened in, and by whose leave the app hears of it."""

from __future__ import annotations

import secrets
import time

from playground.identity import JSON
from playground.state.installations import LIFECYCLE
from playground.state.workspace import Workspace


def event_callback(ws: Workspace, event: JSON, event_id: str | None = None) -> JSON:
    """A stranger's event names their workspace outside and ours as its context."""
    me = ws.identity
    payload: JSON = {
        "token": me.verification_token,
        "team_id": event.get("user_team") or me.team_id,
        "context_team_id": me.team_id,
        "context_enterprise_id": me.enterprise_id,
        "api_app_id": me.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [_authorization(ws)],
        "is_ext_shared_channel": ws.conversations.is_shared(event.get("channel")),
        "event_context": secrets.token_hex(12),
    }
    if me.enterprise_id and not event.get("user_team"):
        payload["enterprise_id"] = me.enterprise_id
    if event["type"] in LIFECYCLE:
        # There is no authorization any more; an organisation's event is of no one workspace.
        gone = ["authorizations"] + (["team_id", "context_team_id"] if me.enterprise_wide else [])
        return {key: value for key, value in payload.items() if key not in gone}
    return payload


def _authorization(ws: Workspace) -> JSON:
    me = ws.identity
    return {
        "enterprise_id": me.enterprise_id,
        "team_id": None if me.enterprise_wide else me.team_id,
        "user_id": me.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": me.enterprise_wide,
    }
