"""The filter of a select of conversations: docs.slack.dev, "Conversation filter object"."""

from __future__ import annotations

from typing import Any

from .findings import Findings

KINDS = ("im", "mpim", "private", "public")
_SWITCHES = ("exclude_external_shared_channels", "exclude_bot_users")


def check_filter(found: Findings, place: str, wanted: Any) -> None:
    if not isinstance(wanted, dict) or not wanted:
        found.add(place, "must be an object with at least one field")
        return
    found.keys(place, wanted, ("include", *_SWITCHES), ())
    for number, kind in enumerate(found.count(f"{place}/include", wanted.get("include"), 1, len(KINDS))):
        if kind not in KINDS:
            found.add(f"{place}/include/{number}", f"must be one of {', '.join(KINDS)}")
    for switch in _SWITCHES:
        found.boolean(f"{place}/{switch}", wanted.get(switch))
