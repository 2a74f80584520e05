"""Slack is told how a step of a workflow ended: until it takes it, and not for ever where it never will."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from sqlalchemy import select

from storage.outbox import put_step_end
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY, Owner
from tests.rig import TEAM, Rig

OUTPUTS = {"kind": "not_now", "verdict": "follow_up"}


class Steps:
    """The part of Slack's Web API that ends steps: `heard` is what it was called with, `errors` what it says next."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.errors: deque[str] = deque()
        steps = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
                is_json = "json" in self.headers["Content-Type"]
                told = json.loads(raw) if is_json else {k: v[0] for k, v in parse_qs(raw).items()}
                steps.heard.append((self.path.rpartition("/")[2], told))
                error = steps.errors.popleft() if steps.errors else None
                body = json.dumps({"ok": error is None, "error": error}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def client(self, _team: str) -> WebClient:
        return WebClient("xoxb-1", base_url=f"http://127.0.0.1:{self.server.server_port}/")


@pytest.fixture
def steps() -> Iterator[Steps]:
    steps = Steps()
    yield steps
    steps.server.shutdown()
    steps.server.server_close()


def end(rig: Rig, steps: Steps, **how: Any) -> None:
    owner = Owner(TEAM, "U0ANA")
    with rig.db.write(owner) as session:
        put_step_end(session, owner, "Fx1", rig.clock.now(), **how)
    rig.sweep(client_for=steps.client)


def row(rig: Rig) -> OutboxRow:
    with rig.db.read(EVERYBODY) as session:
        return session.scalars(select(OutboxRow)).one()


def later(rig: Rig, steps: Steps) -> None:
    rig.clock.move(days=1)
    rig.sweep(client_for=steps.client)


def test_what_came_of_it_is_told_once(some_rig: Rig, steps: Steps) -> None:
    end(some_rig, steps, outputs=OUTPUTS)
    later(some_rig, steps)
    ((method, told),) = steps.heard
    assert (method, told["function_execution_id"]) == ("functions.completeSuccess", "Fx1")
    outputs = told["outputs"]
    assert (json.loads(outputs) if isinstance(outputs, str) else outputs) == OUTPUTS


def test_why_nothing_came_of_it_is_told_in_a_sentence(rig: Rig, steps: Steps) -> None:
    end(rig, steps, error="The rep did not answer within 14 days.")
    ((method, told),) = steps.heard
    assert (method, told["error"]) == ("functions.completeError", "The rep did not answer within 14 days.")


@pytest.mark.parametrize("error", ["function_execution_not_found", "execution_not_in_running_state"])
def test_a_step_that_is_over_is_told_no_more(rig: Rig, steps: Steps, error: str) -> None:
    steps.errors.append(error)
    end(rig, steps, outputs=OUTPUTS)
    later(rig, steps)
    assert len(steps.heard) == 1
    assert (row(rig).status, row(rig).failure) == ("done", None)


@pytest.mark.trouble
@pytest.mark.parametrize("error", ["parameter_validation_failed", "invalid_arguments", "access_denied"])
def test_what_slack_will_never_take_is_parked_at_once(rig: Rig, steps: Steps, error: str) -> None:
    steps.errors.append(error)
    end(rig, steps, outputs=OUTPUTS)
    later(rig, steps)
    assert len(steps.heard) == 1
    assert row(rig).failure == error


@pytest.mark.trouble
@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "service_unavailable", "not_known_yet"])
def test_what_may_pass_is_tried_again(each_rig: Rig, steps: Steps, error: str) -> None:
    steps.errors.append(error)
    end(each_rig, steps, outputs=OUTPUTS)
    assert len(steps.heard) == 1
    later(each_rig, steps)
    assert steps.heard[0] == steps.heard[1]
    assert row(each_rig).status == "sent"
