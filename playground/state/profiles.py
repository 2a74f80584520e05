"""What Slack tells about a person: their user object, with whatever a test wants to be odd about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from playground.identity import JSON, Identity, Person

from .workspace import Workspace


def user_object(ws: Workspace, person: Person, with_locale: bool) -> JSON:
    """As users.info and user_change tell it: docs.slack.dev, "User object" and "Understanding Slack Connect"."""
    shown = _told(ws, person) | (ws.profiles.get(person.id) or {})
    if with_locale and person.team_id is None and person.id not in ws.gone:
        shown.setdefault("locale", person.locale)
    elif not with_locale:
        shown.pop("locale", None)
    return {key: value for key, value in shown.items() if key not in ws.withheld.get(person.id, ())}


def change_profile(ws: Workspace, user: str, without: Iterable[str], fields: JSON) -> None:
    with ws.lock:
        ws.profiles[user] = ws.profiles.get(user, {}) | fields
        ws.withheld[user] = (ws.withheld.get(user, frozenset()) - set(fields)) | set(without)
        ws.changed()


def _told(ws: Workspace, person: Person) -> JSON:
    shown: JSON = {
        "id": person.id,
        "team_id": person.team_id or ws.identity.team_id,
        "name": person.username,
        "deleted": person.id in ws.gone,
        "real_name": person.name,
        "profile": {
            "real_name": person.name,
            "display_name": person.name.split()[0],
            "team": person.team_id or ws.identity.team_id,
        },
        "is_bot": False,
    }
    if person.id not in ws.gone:
        shown |= _zone(ws, person)
    if person.team_id:
        return shown | {"is_stranger": not ws.conversations.any_shared()}
    guest = {
        "is_restricted": person.guest is not None,
        "is_ultra_restricted": person.guest == "single_channel",
    }
    roles = {"is_admin": False, "is_owner": False, "is_app_user": False, "updated": 0}
    return shown | guest | roles | _in_the_organisation(ws.identity, person)


def _zone(ws: Workspace, person: Person) -> JSON:
    offset = ws.now().astimezone(UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return {"tz": person.tz, "tz_label": person.tz, "tz_offset": seconds}


def _in_the_organisation(me: Identity, person: Person) -> JSON:
    if me.enterprise is None:
        return {}
    told = {"enterprise_id": me.enterprise_id, "enterprise_name": me.enterprise_name, "teams": [me.team_id]}
    return {"enterprise_user": {"id": person.id, **told}}


def bot_object(me: Identity) -> dict[str, Any]:
    return {
        "id": me.bot_user_id,
        "team_id": me.team_id,
        "name": me.bot_name,
        "deleted": False,
        "is_bot": True,
    }
