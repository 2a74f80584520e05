"""A response URL: how often and how long it takes posts, and what becomes of its message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from playground import Gestures
from tests.playground.conftest import Clock
from tests.playground.listeners import taking
from tests.playground.messages import BUTTON, texts
from tests.playground.shapes import JSON, section


@pytest.fixture
def hook(app: App, client: WebClient, ana: Gestures) -> WebhookClient:
    """The response URL of a button in a message to Ana."""
    got: list[str] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body["response_url"])
        ack()

    app.action("go")(listener)
    client.chat_postMessage(channel=ana.dm, text="press", blocks=BUTTON)
    ana.press("go", message=ana.messages()[0])
    return WebhookClient(got[0], retry_handlers=[])


def test_a_response_url_takes_five_posts(hook: WebhookClient, ana: Gestures) -> None:
    answers = [hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert texts(ana) == ["press", "0", "1", "2", "3", "4"]
    assert ana.messages()[-1]["ephemeral"]


@pytest.mark.parametrize(("seconds", "status"), [(1800, 200), (1801, 404)])
def test_a_response_url_lives_thirty_minutes(
    hook: WebhookClient, clock: Clock, seconds: int, status: int
) -> None:
    clock.seconds += seconds
    assert hook.send(text="late").status_code == status


def test_a_response_url_replaces_and_deletes_its_message(hook: WebhookClient, ana: Gestures) -> None:
    hook.send(text="done", replace_original=True)
    assert texts(ana) == ["done"]
    assert "blocks" not in ana.messages()[0]
    hook.send(delete_original=True)
    assert texts(ana) == []
    refused = hook.send(text="x", blocks=[section("")])
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)


def test_an_ephemeral_cannot_become_public(app: App, client: WebClient, ana: Gestures, sam: Gestures) -> None:
    got: list[JSON] = []

    app.action("go")(taking(got))
    client.chat_postEphemeral(channel="C0DEALS", user="U0ANA", text="psst", blocks=BUTTON)
    ana.press("go", message=ana.messages("C0DEALS")[0])
    assert got[0]["container"]["is_ephemeral"]
    assert "message" not in got[0]
    hook = WebhookClient(got[0]["response_url"], retry_handlers=[])
    hook.send(text="still", response_type="in_channel", replace_original=True)
    assert (texts(ana, "C0DEALS"), texts(sam, "C0DEALS")) == (["still"], [])
