"""How what reaches the bot is signed and repeated, and what a person sees when it does not answer."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App

from playground import Gestures, Identity, LocalSlack
from tests.playground.shapes import JSON


class Rude:
    """A bot that answers as it is told: a status, or silence; it keeps every request."""

    def __init__(self) -> None:
        self.status = 200
        self.seconds = 0.0
        self.requests: list[tuple[dict[str, str], str]] = []
        rude = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                rude.requests.append((dict(self.headers), body))
                time.sleep(rude.seconds)
                self.send_response(rude.status)
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def rude(slack: LocalSlack) -> Iterator[Rude]:
    bot = Rude()
    thread = threading.Thread(target=bot.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    slack.deliver_to(f"http://127.0.0.1:{bot.server.server_address[1]}/slack/events")
    yield bot
    bot.server.shutdown()
    bot.server.server_close()
    thread.join(5)


def test_every_request_is_signed_over_its_raw_body(slack: LocalSlack, rude: Rude, ana: Gestures) -> None:
    ana.command("/gotano", "Söhne")
    ana.shortcut("debrief")
    slack.send_event({"type": "app_uninstalled"})
    for headers, body in rude.requests:
        base = f"v0:{headers['X-Slack-Request-Timestamp']}:{body}".encode()
        digest = hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        assert headers["X-Slack-Signature"] == f"v0={digest}"
    assert parse_qs(rude.requests[0][1])["text"] == ["Söhne"]
    assert "payload" in parse_qs(rude.requests[1][1])


def test_a_refusal_or_a_dead_address_is_a_failed_dispatch(
    slack: LocalSlack, rude: Rude, ana: Gestures
) -> None:
    rude.status = 500
    assert (ana.command("/gotano").status, ana.command("/gotano").error) == (500, "dispatch_failed")
    slack.deliver_to("http://127.0.0.1:9/")
    assert ana.command("/gotano").error == "dispatch_failed"
    slack.deliver_to(None)
    assert ana.command("/gotano").error == "dispatch_failed"


@pytest.mark.in_time
def test_three_seconds_are_all_the_bot_has(rude: Rude, ana: Gestures) -> None:
    rude.seconds = 3.3
    began = time.monotonic()
    answer = ana.command("/gotano")
    assert (answer.ok, answer.error) == (False, "operation_timeout")
    assert time.monotonic() - began > 2.9


def test_an_event_not_taken_comes_again_three_times(slack: LocalSlack, rude: Rude, ana: Gestures) -> None:
    rude.status = 500
    slack.send_event({"type": "app_home_opened", "user": "U0ANA"}, event_id="Ev1")
    ana.wait(lambda: len(slack.attempts) == 4)
    headers = [headers for headers, _ in rude.requests]
    assert [one.get("X-Slack-Retry-Num") for one in headers] == [None, "1", "2", "3"]
    assert {one.get("X-Slack-Retry-Reason") for one in headers[1:]} == {"http_error"}
    assert {body for _, body in rude.requests} == {rude.requests[0][1]}


def test_an_event_is_not_repeated_when_taken_or_when_told_not_to(slack: LocalSlack, rude: Rude) -> None:
    slack.send_event({"type": "tokens_revoked"})
    rude.status = 500
    slack.send_event({"type": "tokens_revoked"}, retries=False)
    time.sleep(0.1)
    assert len(rude.requests) == 2


def test_interactivity_is_not_repeated(rude: Rude, ana: Gestures) -> None:
    rude.status = 500
    ana.shortcut("debrief")
    time.sleep(0.1)
    assert len(rude.requests) == 1


def test_bolt_refuses_what_another_secret_signed(app: App, slack: LocalSlack) -> None:
    app.command("/gotano")(lambda ack: ack())
    with LocalSlack([slack.person("U0ANA").person], Identity(signing_secret="another")) as stranger:
        stranger.deliver_to(slack._courier.url)
        assert stranger.person("U0ANA").command("/gotano").status == 401
    assert slack.person("U0ANA").command("/gotano").status == 200


def test_any_payload_can_be_sent_signed(app: App, ana: Gestures) -> None:
    got: list[str] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body["user"]["id"])
        ack()

    app.action("go")(listener)
    action = {"type": "button", "action_id": "go", "block_id": "b", "action_ts": "1"}
    payload = {
        "type": "block_actions",
        "user": {"id": "U0EVE"},
        "team": {"id": "T0EVIL"},
        "actions": [action],
    }
    assert ana.send_raw(payload).ok
    assert got == ["U0EVE"]


def test_settle_is_waited_for_before_a_gesture_returns(app: App, slack: LocalSlack, ana: Gestures) -> None:
    done: list[str] = []

    def listener(ack: Callable[[], None]) -> None:
        ack()
        time.sleep(0.1)
        done.append("later")

    app.command("/gotano")(listener)
    slack.settle = lambda: ana.wait(lambda: done) and None
    ana.command("/gotano")
    assert done == ["later"]
