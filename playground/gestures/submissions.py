"""What becomes of a modal when the bot has answered its submission."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.identity import JSON, SlackError
from playground.state.views import OpenView
from playground.state.workspace import Workspace
from playground.transport.delivery import Delivery
from playground.webapi.views import require_view

TROUBLE = "We had some trouble connecting. Try again?"
Action = Literal["closed", "updated", "pushed", "cleared", "errors", "failed"]


@dataclass(frozen=True)
class Submission:
    """What the person sees then: `errors` by block_id, `error` one sentence for the whole modal."""

    action: Action
    errors: dict[str, str] = field(default_factory=dict)
    error: str | None = None


def settle(ws: Workspace, view: OpenView, delivery: Delivery) -> Submission:
    """Carry out the bot's answer, or refuse it as Slack does and remember why."""
    if not delivery.ok:
        return Submission("failed", error=TROUBLE)
    try:
        with ws.lock:
            done = _carry_out(ws, view, _read(delivery.body))
            ws.changed()
        return done
    except SlackError as refused:
        ws.refuse("view_submission", refused.error, refused.messages)
        return Submission("failed", error=TROUBLE)


def _read(body: str) -> JSON:
    if not body.strip():
        return {}
    try:
        answer = json.loads(body)
    except ValueError:
        raise SlackError(
            "invalid_response", [f"the answer is neither empty nor JSON: {body[:80]!r}"]
        ) from None
    if not isinstance(answer, dict):
        raise SlackError("invalid_response", [f"the answer is no object: {body[:80]!r}"])
    return answer


def _carry_out(ws: Workspace, view: OpenView, answer: JSON) -> Submission:
    action = answer.get("response_action")
    if not answer:
        ws.views.close(view)
        return Submission("closed")
    if action == "clear":
        ws.views.clear(view)
        return Submission("cleared")
    if action == "update":
        ws.views.update(view, require_view(answer.get("view"), "modal"))
        return Submission("updated")
    if action == "push":
        ws.views.push(view, require_view(answer.get("view"), "modal"))
        return Submission("pushed")
    if action == "errors":
        return Submission("errors", errors=_errors(view, answer.get("errors")))
    raise SlackError("invalid_response", [f"unknown response_action: {action!r}"])


def _errors(view: OpenView, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response", ["errors must be an object and not empty"])
    problems = [f"no input block {block_id!r} in this view" for block_id in errors if block_id not in inputs]
    problems += [
        f"no text for {block_id!r}"
        for block_id, text in errors.items()
        if not text or not isinstance(text, str)
    ]
    if problems:
        raise SlackError("invalid_response", problems)
    return dict(errors)
