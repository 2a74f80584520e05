"""Who is a member of a workspace, by what Slack says of a person: the one rule for counting in and for lost deals."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from handlers.slack.json_shapes import items, record

Profile = Mapping[str, Any]
"""Slack's `user` object."""

PERSON_ID = re.compile(r"[UW][A-Z0-9]{2,30}", re.ASCII)
NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
"""Slack's names for an id or an address that is nobody's in the workspace."""
_SLACKBOT = "USLACKBOT"


class Outsider(StrEnum):
    """Why somebody is no member."""

    GONE = "gone"
    BOT = "bot"
    GUEST = "guest"
    STRANGER = "stranger"
    """Of another company, or of another workspace of the same organisation."""


def why_outside(profile: Profile) -> Outsider | None:
    """None for a member of where Slack was asked."""
    if profile.get("deleted"):
        return Outsider.GONE
    if profile.get("is_bot") or profile.get("is_app_user") or profile.get("id") == _SLACKBOT:
        return Outsider.BOT
    if profile.get("is_restricted") or profile.get("is_ultra_restricted"):
        return Outsider.GUEST
    return Outsider.STRANGER if profile.get("is_stranger") else None


def is_member(profile: Profile, team: str | None, organisation: str | None) -> bool:
    """Of this workspace, or of its organisation: there a profile may name any workspace of it."""
    return _is_here(profile, team, organisation) and why_outside(profile) is None


def _is_here(profile: Profile, team: str | None, organisation: str | None) -> bool:
    if profile.get("team_id") in (None, team, organisation):
        return True
    told = record(profile.get("enterprise_user"))
    if team in items(told.get("teams")):
        return True
    # Who is of an organisation has its id; who has none is of a company without one.
    return bool(organisation) and told.get("enterprise_id") == organisation
