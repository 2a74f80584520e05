"""Each request that the journey made: what the fuzz changes."""

from dataclasses import dataclass

from prompts.debrief_modal import Screen
from tests.rig import TEAM
from tests.stories.scenes import JSON


@dataclass(frozen=True)
class Scene:
    """A request, and the journey's step that it is made in."""

    route: str
    kind: str
    payload: JSON
    step: int


def scenes(heard: list[tuple[int, JSON]]) -> list[Scene]:
    """What was heard, one of a route and step; and the events that no gesture makes."""
    found = {}
    for step, payload in heard:
        route = route_of(payload)
        found[(route, step)] = Scene(route, kind_of(payload), payload, step)
    middle = max(step for step, _ in heard) // 2
    event = next(payload for _, payload in heard if payload.get("type") == "event_callback")
    for told in (
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"], "oauth": []}},
        {"type": "user_change", "user": {"id": "U0ANA", "team_id": TEAM, "tz": "Asia/Tokyo"}},
        {"type": "message", "channel": "C0LESSONS", "user": "U0ANA", "text": "hello"},
    ):
        made = event | {"event": told, "event_id": f"Ev{told['type']}"}
        found[(f"event {told['type']}", middle)] = Scene(route_of(made), "events_api", made, middle)
    closed = next(
        scene for scene in found.values() if scene.kind == "interactive" and "is_cleared" in scene.payload
    )
    for screen in (Screen.WHO, Screen.LOOK, Screen.QUICK):
        made = closed.payload | {"view": closed.payload["view"] | {"callback_id": screen}}
        found[(route_of(made), closed.step)] = Scene(route_of(made), closed.kind, made, closed.step)
    return list(found.values())


def route_of(payload: JSON) -> str:
    """Which of the bot's listeners it is for."""
    if "command" in payload:
        return f"command {str(payload.get('text'))[:8]}"
    if payload.get("type") == "event_callback":
        return f"event {payload['event']['type']}"
    if payload["type"] == "block_actions":
        return f"action {payload['actions'][0]['action_id']}"
    return f"{payload['type']} {payload.get('callback_id') or payload['view']['callback_id']}"


def kind_of(payload: JSON) -> str:
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") == "event_callback" else "interactive"
