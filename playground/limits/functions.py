"""What Slack refuses of the workflow steps in an app's manifest: docs.slack.dev, "App manifest reference"."""

from __future__ import annotations

import re
from typing import Any

from playground.identity import JSON

CALLBACK_ID_MOST, TITLE_MOST = 100, 255
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "slack#/types/user_id": (str,),
    "slack#/types/date": (str,),
}
"""The types of parameters that this Slack knows; its own are many more."""
_FORMS = {"slack#/types/user_id": r"[UW][A-Z0-9]+", "slack#/types/date": r"\d{4}-\d{2}-\d{2}"}
_SNAKE = re.compile(r"[a-z][a-z0-9_]*")


def check_functions(manifest: JSON) -> list[str]:
    """Every problem of the manifest's steps, a line each; none where there are no steps."""
    functions = manifest.get("functions")
    if functions is None:
        return []
    settings = manifest.get("settings") or {}
    problems = [] if settings.get("org_deploy_enabled") else ["functions need settings.org_deploy_enabled"]
    if settings.get("function_runtime") != "remote":
        problems.append("functions need settings.function_runtime: remote")
    if "function_executed" not in (settings.get("event_subscriptions") or {}).get("bot_events", ()):
        problems.append("functions need the event function_executed")
    return problems + [line for name, step in functions.items() for line in _step_problems(name, step)]


def value_problem(parameter: JSON, value: Any) -> str | None:
    """What is wrong with a value for that parameter, or None."""
    kind = parameter["type"]
    fits = isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not fits or (kind in _FORMS and not re.fullmatch(_FORMS[kind], value)):
        return f"must be {kind}"
    return None


def _step_problems(name: str, step: JSON) -> list[str]:
    at = f"functions.{name}"
    problems = []
    if not _SNAKE.fullmatch(name) or len(name) > CALLBACK_ID_MOST:
        problems.append(f"{at}: a callback id is in snake_case, {CALLBACK_ID_MOST} characters at most")
    if not 0 < len(str(step.get("title") or "")) <= TITLE_MOST:
        problems.append(f"{at}.title: 1 to {TITLE_MOST} characters")
    if "description" not in step:
        problems.append(f"{at}.description is missing")
    for side in ("input_parameters", "output_parameters"):
        if not isinstance(step.get(side), dict):
            problems.append(f"{at}.{side} is missing")
            continue
        problems += [
            line for key, one in step[side].items() for line in _parameter_problems(f"{at}.{side}", key, one)
        ]
    return problems


def _parameter_problems(at: str, key: str, parameter: JSON) -> list[str]:
    problems = []
    if parameter.get("type") not in TYPES:
        problems.append(f"{at}.{key}.type: unknown type {parameter.get('type')!r}")
    if parameter.get("name") != key:
        problems.append(f"{at}.{key}.name: must be {key}")
    if not parameter.get("title"):
        problems.append(f"{at}.{key}.title is missing")
    return problems
