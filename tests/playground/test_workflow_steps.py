"""Steps of Workflow Builder: how a run reaches the app, and what Slack takes as its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import App, Complete, Fail
from slack_sdk import WebClient

from playground import AppConfig, Clock, Execution, LocalSlack, PlaygroundError, check_functions
from tests.playground.calls import asked, client_of, refused
from tests.playground.conftest import PEOPLE
from tests.playground.shapes import JSON
from tests.playground.steps import FUNCTIONS, GIVEN, MANIFEST, STEP


class Hands:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def slack(hands: Hands) -> Iterator[LocalSlack]:
    """An app with one step, told of its runs."""
    config = AppConfig(events=("function_executed",), functions=FUNCTIONS)
    with LocalSlack(PEOPLE, config=config, clock=Clock(hands.now, retry_scale=0.0)) as running:
        yield running


def complete(client: WebClient, run: Execution, **outputs: Any) -> None:
    client.functions_completeSuccess(function_execution_id=run.id, outputs=outputs)


def test_a_run_reaches_bolts_listener_with_its_inputs(slack: LocalSlack, app: App) -> None:
    heard: list[JSON] = []

    def on_step(inputs: JSON, body: JSON, complete: Complete) -> None:
        heard.append(body)
        complete(outputs={"said": f"{inputs['what']} Because."})

    app.function("ask")(on_step)
    run = slack.run_step("ask", GIVEN)
    slack.person("U0ANA").wait(lambda: run.state != "running")
    assert (run.state, run.outputs, run.error) == ("completed", {"said": "Why? Because."}, None)
    event = heard[0]["event"]
    assert (event["function"]["callback_id"], event["inputs"]) == ("ask", GIVEN)
    assert (event["function_execution_id"], event["workflow_execution_id"]) == (run.id, run.workflow_id)
    assert event["bot_access_token"] == run.token != slack.bot_token
    names = [one["name"] for one in event["function"]["input_parameters"]]
    assert names == ["who", "what", "how"]


def test_a_run_that_fails_keeps_its_sentence(slack: LocalSlack, app: App) -> None:
    def on_step(fail: Fail) -> None:
        fail("Nobody answered.")

    app.function("ask")(on_step)
    run = slack.run_step("ask", GIVEN)
    slack.person("U0ANA").wait(lambda: run.state != "running")
    assert (run.state, run.error, run.outputs) == ("failed", "Nobody answered.", {})


def test_an_app_ends_a_run_days_later_by_its_own_token(
    slack: LocalSlack, client: WebClient, hands: Hands
) -> None:
    run = slack.run_step("ask", GIVEN)
    hands.at += timedelta(days=14)
    complete(client, run, said="At last.", day="2026-11-17")
    assert (run.state, run.ended_at) == ("completed", hands.at)


@pytest.mark.parametrize("life", [timedelta(minutes=16), None])
def test_the_token_of_a_run_ends_after_a_quarter_of_an_hour_or_with_its_run(
    slack: LocalSlack, client: WebClient, hands: Hands, life: timedelta | None
) -> None:
    run = slack.run_step("ask", GIVEN)
    theirs = client_of(slack, run.token)
    assert theirs.auth_test()["ok"]
    if life:
        hands.at += life
    else:
        complete(client, run, said="x")
    assert refused(theirs, "auth.test")["error"] == ("token_expired" if life else "token_revoked")


def test_the_token_of_a_run_ends_no_other_run_and_dies_with_the_app(slack: LocalSlack) -> None:
    first, second = slack.run_step("ask", GIVEN), slack.run_step("ask", GIVEN)
    theirs = client_of(slack, first.token)
    ending = {"function_execution_id": second.id, "outputs": {"said": "x"}}
    assert refused(theirs, "functions.completeSuccess", **ending)["error"] == "access_denied"
    slack.uninstall()
    assert refused(theirs, "auth.test")["error"] == "account_inactive"


@pytest.mark.parametrize(
    ("outputs", "problem"),
    [
        ({}, "said: missing"),
        ({"said": None}, "said: missing"),
        ({"said": 7}, "said: must be string"),
        ({"said": "x", "mood": "good"}, "mood: unknown parameter"),
        ({"said": "x", "day": "tomorrow"}, "day: must be slack#/types/date"),
    ],
)
def test_outputs_that_the_manifest_does_not_allow_are_refused(
    slack: LocalSlack, client: WebClient, outputs: JSON, problem: str
) -> None:
    run = slack.run_step("ask", GIVEN)
    answer = refused(client, "functions.completeSuccess", function_execution_id=run.id, outputs=outputs)
    assert answer["error"] == "parameter_validation_failed"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]
    assert run.state == "running"


def test_a_run_ends_once(slack: LocalSlack, client: WebClient) -> None:
    run = slack.run_step("ask", GIVEN)
    complete(client, run, said="x")
    again = {"function_execution_id": run.id, "error": "Too late."}
    assert refused(client, "functions.completeError", **again)["error"] == "execution_not_in_running_state"
    assert run.state == "completed"


def test_a_run_that_is_not_of_this_workspace_is_unknown(slack: LocalSlack, client: WebClient) -> None:
    other = slack.add_workspace(PEOPLE, team_id="T0OTHER")
    run = other.run_step("ask", GIVEN)
    ending = {"function_execution_id": run.id, "outputs": {"said": "x"}}
    assert refused(client, "functions.completeSuccess", **ending)["error"] == "function_execution_not_found"
    complete(client_of(slack, other.bot_token), run, said="x")
    assert run.state == "completed"


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("functions.completeSuccess", {"outputs": {"said": "x"}}),
        ("functions.completeSuccess", {"function_execution_id": "Fx1", "outputs": "x"}),
        ("functions.completeError", {"function_execution_id": "Fx1"}),
    ],
)
def test_a_call_that_lacks_what_it_is_about_is_refused(
    slack: LocalSlack, client: WebClient, method: str, args: JSON
) -> None:
    run = slack.run_step("ask", GIVEN)
    if "function_execution_id" in args:
        args = {**args, "function_execution_id": run.id}
    assert refused(client, method, **args)["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"who": "U0ANA"}, "what: missing"),
        ({**GIVEN, "who": "Ana"}, "who: must be slack#/types/user_id"),
        ({**GIVEN, "mood": "good"}, "mood: unknown parameter"),
    ],
)
def test_workflow_builder_runs_no_step_without_its_inputs(
    slack: LocalSlack, given: JSON, problem: str
) -> None:
    with pytest.raises(PlaygroundError, match=problem):
        slack.run_step("ask", given)
    assert slack.runs == []


def test_a_step_of_an_app_that_is_gone_is_not_run(slack: LocalSlack) -> None:
    with pytest.raises(PlaygroundError, match="no step"):
        slack.run_step("answer", GIVEN)
    slack.uninstall()
    with pytest.raises(PlaygroundError, match="not installed"):
        slack.run_step("ask", GIVEN)


def test_a_run_that_was_not_taken_is_told_again(slack: LocalSlack, app: App) -> None:
    answers = iter([500, 500])
    app.function("ask", auto_acknowledge=False)(lambda ack: ack() if next(answers, None) is None else 1 / 0)
    run = slack.run_step("ask", GIVEN, event_id="Ev1")
    slack.person("U0ANA").wait(lambda: slack.attempts[-1].delivery.ok)
    assert [one.retry for one in slack.attempts] == [0, 1, 2]
    assert run.state == "running"


def test_the_page_offers_the_step_and_shows_what_became_of_its_runs(slack: LocalSlack) -> None:
    client = client_of(slack, slack.bot_token)
    step = {"user": "U0ANA", "callback_id": "ask"}
    told = asked(slack, "POST", "/ui/step", {**step, "inputs": {**GIVEN, "how": ""}})[1]
    assert told == {"ok": True}
    complete(client, slack.runs[0], said="x")
    lacking = asked(slack, "POST", "/ui/step", {**step, "inputs": {"who": "U0ANA", "what": ""}})[1]
    assert lacking == {"ok": False, "error": "what: missing"}
    state = asked(slack, "GET", "/ui/state?user=U0ANA")[1]
    assert [(one["callback_id"], len(one["inputs"])) for one in state["steps"]] == [("ask", 3)]
    assert [(one["inputs"], one["state"], one["outputs"]) for one in state["runs"]] == [
        (GIVEN, "completed", {"said": "x"})
    ]
    assert "token" not in state["runs"][0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"settings": {}}, "org_deploy_enabled"),
        ({"settings": {}}, "function_runtime"),
        ({"settings": {}}, "function_executed"),
        ({"functions": {"Ask Somebody": STEP}}, "snake_case"),
        ({"functions": {"ask": {**STEP, "title": "x" * 256}}}, "title"),
        ({"functions": {"ask": {**STEP, "output_parameters": None}}}, "output_parameters is missing"),
        (
            {"functions": {"ask": {**STEP, "input_parameters": {"who": {"type": "person", "name": "you"}}}}},
            "unknown type 'person'",
        ),
    ],
)
def test_a_manifest_that_slack_would_not_take_is_told_of(change: JSON, problem: str) -> None:
    assert any(problem in line for line in check_functions({**MANIFEST, **change}))


def test_a_manifest_in_order_has_no_problems() -> None:
    assert check_functions(MANIFEST) == []
    assert check_functions({"settings": {}}) == []
