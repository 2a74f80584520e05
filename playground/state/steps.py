"""Runs of the app's workflow steps: what each was given, and how it ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from playground.identity import JSON, PlaygroundError, SlackError
from playground.limits.functions import value_problem


@dataclass
class Execution:
    """One run of a step; `state` is running, completed or failed, `error` the sentence it failed with."""

    id: str
    workflow_id: str
    callback_id: str
    inputs: JSON
    token: str
    started_at: datetime
    state: str = "running"
    outputs: JSON = field(default_factory=dict)
    error: str | None = None
    ended_at: datetime | None = None


class Executions:
    """All runs in a workspace, the oldest first; `steps` are the functions of the app's manifest."""

    def __init__(self, steps: dict[str, JSON]) -> None:
        self.steps = steps
        self._by_id: dict[str, Execution] = {}

    def all(self) -> list[Execution]:
        return list(self._by_id.values())

    def knows(self, execution_id: object) -> bool:
        return execution_id in self._by_id

    def step(self, callback_id: str) -> JSON:
        if callback_id not in self.steps:
            raise PlaygroundError(f"the app has no step {callback_id!r}")
        return self.steps[callback_id]

    def begin(self, callback_id: str, inputs: JSON, token: str, now: datetime) -> Execution:
        fresh = [f"{kind}{secrets.token_hex(5).upper()}" for kind in ("Fx", "Wx")]
        begun = Execution(fresh[0], fresh[1], callback_id, inputs, token, now)
        self._by_id[begun.id] = begun
        return begun

    def running(self, execution_id: object) -> Execution:
        """A run that has not ended; raises SlackError."""
        found = self._by_id.get(str(execution_id))
        if found is None:
            raise SlackError("function_execution_not_found")
        if found.state != "running":
            raise SlackError("execution_not_in_running_state")
        return found

    def check_outputs(self, run: Execution, outputs: JSON) -> None:
        """Raises SlackError, naming each output that the manifest does not allow."""
        problems = parameter_problems(self.steps[run.callback_id]["output_parameters"], outputs)
        if problems:
            raise SlackError("parameter_validation_failed", [f"[ERROR] {line}" for line in problems])


def parameter_problems(parameters: JSON, values: JSON) -> list[str]:
    """What is missing, unknown or of another type; nulls count as not given."""
    given = {name: value for name, value in values.items() if value is not None}
    problems = [f"{name}: unknown parameter" for name in given if name not in parameters]
    for name, parameter in parameters.items():
        if name not in given:
            problems += [f"{name}: missing"] if parameter.get("is_required") else []
        elif problem := value_problem(parameter, given[name]):
            problems.append(f"{name}: {problem}")
    return problems
