"""Over Socket Mode: a payload that is not as documented is acknowledged and named in a line; nothing is half done."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.socket_mode import SocketModeClient
from playground.transport.delivery import Delivery, Kind
from tests.rig import Rig
from tests.stories.scenes import rows

pytestmark = pytest.mark.trouble

NO_OBJECTS: list[Any] = [None, [], "team"]


@pytest.fixture
def socketed(each_rig: Rig) -> Iterator[Rig]:
    """The rig, reached by a WebSocket instead of over HTTP."""
    socket = SocketModeClient(each_rig.bot.app, each_rig.slack.app_token)
    each_rig.slack.deliver_to(None)
    socket.start()
    each_rig.ana.wait(lambda: each_rig.slack.connections == 1)
    session = socket._handler.client.current_session
    assert session
    assert session.sock
    session.sock.settimeout(0.1)  # closing waits for a read to end, 3 s otherwise
    yield each_rig
    socket.close()


def sent(rig: Rig, kind: Kind, payload: Any) -> Delivery:
    rig.slack.alter = lambda _kind, _payload: payload
    return rig.ana.send_raw({}, kind)


def lines(caplog: pytest.LogCaptureFixture) -> list[Any]:
    """The warnings of ours; what is worse, or a traceback, fails the test."""
    worse = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert worse == []
    return [one for one in caplog.records if one.levelno == logging.WARNING]


def test_what_is_as_documented_goes_its_way(socketed: Rig) -> None:
    socketed.debrief(socketed.ana)
    assert len(socketed.deals()) == 1


@pytest.mark.parametrize("payload", NO_OBJECTS, ids=str)
def test_a_payload_that_is_no_object_is_acknowledged(
    socketed: Rig, caplog: pytest.LogCaptureFixture, payload: Any
) -> None:
    before = rows(socketed)
    assert sent(socketed, "interactive", payload).ok
    [line] = lines(caplog)
    assert (line.message, line.kind) == ("a payload is not as documented", "interactive")
    assert rows(socketed) == before


def test_an_envelope_without_a_payload_is_acknowledged(
    socketed: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    def emptied(envelope: dict[str, Any]) -> dict[str, Any]:
        return {name: part for name, part in envelope.items() if name != "payload"}

    socketed.slack.alter_envelope = emptied
    assert socketed.ana.send_raw({}, "events_api").ok
    [line] = lines(caplog)
    assert line.kind == "events_api"


@pytest.mark.parametrize(
    ("kind", "payload", "named"),
    [
        ("interactive", {"type": "block_actions", "user": "U0ANA"}, "block_actions"),
        ("interactive", {"type": "view_submission", "team": 5, "user": []}, "view_submission"),
        ("interactive", {"type": "block_actions", "actions": 3}, "block_actions"),
        ("events_api", {"type": "event_callback", "event": "user_change"}, "event_callback"),
        ("events_api", {"type": "event_callback", "authorizations": 5, "event": []}, "event_callback"),
        ("slash_commands", {"command": "/gotano", "user_id": 5, "text": None}, "/gotano"),
    ],
    ids=lambda part: str(part) if isinstance(part, dict) else "",
)
def test_a_payload_of_another_shape_is_acknowledged_and_named(
    socketed: Rig, caplog: pytest.LogCaptureFixture, kind: Kind, payload: Any, named: str
) -> None:
    before = rows(socketed)
    assert sent(socketed, kind, payload).ok
    [line] = lines(caplog)
    assert (line.message, line.kind) == ("a payload is not as documented", named)
    assert rows(socketed) == before


def test_a_profile_that_changed_to_no_profile_is_sent_once(
    socketed: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    """What is not acknowledged Slack sends three times more."""
    socketed.slack.alter = lambda _kind, payload: payload | {"authorizations": "mine", "event": "gone"}
    assert socketed.slack.send_event({"type": "user_change", "user": {"id": "U0ANA"}}).ok
    assert len(socketed.slack.attempts) == 1
    assert len(lines(caplog)) == 1
