"""Web API: functions.*, by which an app says how a workflow step of its ended."""

from __future__ import annotations

from collections.abc import Callable

from playground.identity import JSON, SlackError
from playground.state.steps import Execution
from playground.state.tokens import Token
from playground.state.workspace import Workspace


def complete_success(ws: Workspace, caller: Token, args: JSON) -> JSON:
    run = _run(ws, caller, args)
    outputs = args.get("outputs")
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments", ["[ERROR] must be an object [json-pointer:/outputs]"])
    ws.executions.check_outputs(run, outputs)
    run.state, run.outputs = "completed", outputs
    return _ended(ws, run)


def complete_error(ws: Workspace, caller: Token, args: JSON) -> JSON:
    run = _run(ws, caller, args)
    if not isinstance(args.get("error"), str) or not args["error"]:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: error"])
    run.state, run.error = "failed", args["error"]
    return _ended(ws, run)


STEP_METHODS: dict[str, Callable[[Workspace, Token, JSON], JSON]] = {
    "functions.completeSuccess": complete_success,
    "functions.completeError": complete_error,
}


def _run(ws: Workspace, caller: Token, args: JSON) -> Execution:
    """The run that is meant; a token that came with another run does not reach it."""
    if not args.get("function_execution_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: function_execution_id"])
    if caller.execution not in (None, args["function_execution_id"]):
        raise SlackError("access_denied")
    return ws.executions.running(args["function_execution_id"])


def _ended(ws: Workspace, run: Execution) -> JSON:
    run.ended_at = ws.now()
    ws.changed()
    return {}
