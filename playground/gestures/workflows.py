"""A workflow that is run: what a person put into the step of the app, or what a CRM put there, and Slack's event."""

from __future__ import annotations

import secrets
from datetime import timedelta

from playground.identity import JSON, PlaygroundError
from playground.state.installations import Installations
from playground.state.steps import Execution, parameter_problems
from playground.state.tokens import Token
from playground.state.workspace import Workspace

EVENT = "function_executed"
TOKEN_LIFE = timedelta(minutes=15)
"""How long the token that comes with a run is good, or until the run ends: bolt-python, issue 1075."""


def begin_run(ws: Workspace, installations: Installations, callback_id: str, inputs: JSON) -> Execution:
    """A run with a token of its own; raises PlaygroundError where Workflow Builder would not run it."""
    with ws.lock:
        step = ws.executions.step(callback_id)
        here = installations.of(ws)
        if here is None or here.ended:
            raise PlaygroundError("the app is not installed there")
        if problems := parameter_problems(step["input_parameters"], inputs):
            raise PlaygroundError("; ".join(problems))
        value = f"xwfp-{secrets.token_hex(12)}"
        run = ws.executions.begin(callback_id, dict(inputs), value, ws.now())
        token = Token(value, here, ws.identity.bot_user_id, is_bot=True, execution=run.id)
        token.expires_at = ws.now() + TOKEN_LIFE
        token.is_over = lambda: run.state != "running"
        installations.tokens.adopt(token)
        ws.changed()
        return run


def event_of(ws: Workspace, run: Execution) -> JSON:
    """docs.slack.dev, "function_executed event"."""
    with ws.lock:
        step = ws.executions.step(run.callback_id)
        stamp = ws.conversations.stamp()
    told = {
        "id": f"Fn{run.callback_id.upper().replace('_', '')[:9]}",
        "callback_id": run.callback_id,
        "title": step["title"],
        "description": step["description"],
        "type": "app",
        "input_parameters": _listed(step["input_parameters"]),
        "output_parameters": _listed(step["output_parameters"]),
        "app_id": ws.identity.app_id,
        "date_created": 0,
        "date_updated": 0,
        "date_deleted": 0,
    }
    return {
        "type": EVENT,
        "function": told,
        "inputs": run.inputs,
        "function_execution_id": run.id,
        "workflow_execution_id": run.workflow_id,
        "event_ts": stamp,
        "bot_access_token": run.token,
    }


def _listed(parameters: JSON) -> list[JSON]:
    return [{"is_required": False, **one, "name": name} for name, one in parameters.items()]
