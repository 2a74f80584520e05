"""A small workflow step, as an app's manifest declares it."""

from __future__ import annotations

from tests.playground.shapes import JSON


def parameter(name: str, kind: str = "string", required: bool = False) -> JSON:
    return {"type": kind, "name": name, "title": name.title(), "description": "", "is_required": required}


STEP: JSON = {
    "title": "Ask somebody",
    "description": "Asks, and tells what they said",
    "input_parameters": {
        "who": parameter("who", "slack#/types/user_id", required=True),
        "what": parameter("what", required=True),
        "how": parameter("how"),
    },
    "output_parameters": {
        "said": parameter("said", required=True),
        "day": parameter("day", "slack#/types/date"),
    },
}
FUNCTIONS: JSON = {"ask": STEP}
MANIFEST: JSON = {
    "functions": FUNCTIONS,
    "settings": {
        "org_deploy_enabled": True,
        "function_runtime": "remote",
        "event_subscriptions": {"bot_events": ["function_executed"]},
    },
}
GIVEN: JSON = {"who": "U0ANA", "what": "Why?"}
