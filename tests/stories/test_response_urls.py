"""Answers by Slack's response_url: one that is not taken is not waited for longer than any other call."""

import socket
import time
from collections.abc import Iterator

import pytest

from bot import respond
from playground.transport.delivery import Kind
from tests.rig import Rig
from tests.stories.scenes import JSON

pytestmark = pytest.mark.trouble


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of somebody who takes what is sent and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_an_answer_that_slack_does_not_take_is_given_up(
    rig: Rig, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent_there(_: Kind, payload: JSON) -> JSON:
        return payload | {"response_url": silent}

    monkeypatch.setattr(respond, "API_SECONDS", 0.2)
    monkeypatch.setattr(rig.slack._line.courier, "alter", sent_there)
    began = time.monotonic()
    assert rig.ana.command("/gotano", "help").ok
    assert time.monotonic() - began < 10, "Bolt's own waits for 30 s"
