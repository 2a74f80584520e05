"""Socket Mode: the bot connects out, and everything reaches it as it would over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Gestures, LocalSlack
from tests.playground.shapes import JSON, home, modal, question


@pytest.fixture
def bolt(slack: LocalSlack, client: WebClient) -> Iterator[App]:
    with ThreadPoolExecutor(8) as executor:
        yield App(client=client, signing_secret=slack.signing_secret, listener_executor=executor)


def connected(slack: LocalSlack, bolt: App) -> SocketModeHandler:
    handler = SocketModeHandler(bolt, slack.app_token)
    before = slack.connections
    handler.connect()  # type: ignore[no-untyped-call]
    slack.person("U0ANA").wait(lambda: slack.connections == before + 1)
    session = handler.client.current_session
    assert session
    assert session.sock
    session.sock.settimeout(0.1)  # closing waits for a read to end, 3 s otherwise
    return handler


@pytest.fixture
def handler(slack: LocalSlack, bolt: App) -> Iterator[SocketModeHandler]:
    running = connected(slack, bolt)
    yield running
    running.close()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("handler")
def test_a_whole_journey_over_a_socket(bolt: App, client: WebClient, ana: Gestures) -> None:
    def command(ack: Callable[..., None], body: JSON) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(question("name")))
        ack("coming")

    def submitted(ack: Callable[..., None]) -> None:
        ack(response_action="errors", errors={"name": "Who?"})

    bolt.command("/gotano")(command)
    bolt.view("form")(submitted)
    bolt.event("app_home_opened")(
        lambda event: client.views_publish(user_id=event["user"], view=home()) and None
    )
    assert ana.command("/gotano").ok
    ana.fill({"name": "Acme"})
    assert ana.submit().errors == {"name": "Who?"}
    assert [message["text"] for message in ana.messages()] == ["coming"]
    assert ana.open_home()
    assert ana.wait(lambda: ana.home)


@pytest.mark.usefixtures("handler")
def test_connections_take_turns_and_a_closed_one_is_passed_over(
    slack: LocalSlack, client: WebClient, bolt: App, ana: Gestures
) -> None:
    got: list[str] = []

    def counting(name: str) -> Callable[[Callable[[], None]], None]:
        def listener(ack: Callable[[], None]) -> None:
            got.append(name)
            ack()

        return listener

    bolt.command("/gotano")(counting("first"))
    with ThreadPoolExecutor(4) as executor:
        twin = App(client=client, signing_secret=slack.signing_secret, listener_executor=executor)
        twin.command("/gotano")(counting("second"))
        other = connected(slack, twin)
        for _ in range(4):
            assert ana.command("/gotano").ok
        assert sorted(got) == ["first", "first", "second", "second"]
        other.close()  # type: ignore[no-untyped-call]
        ana.wait(lambda: slack.connections == 1)
        assert ana.command("/gotano").ok
    assert got[-1] == "first"


@pytest.mark.parametrize("announced", [True, False])
def test_a_refreshed_connection_comes_back(
    slack: LocalSlack, bolt: App, handler: SocketModeHandler, ana: Gestures, announced: bool
) -> None:
    """The client itself comes back, at a warning too, which cuts nothing yet."""
    bolt.command("/gotano")(lambda ack: ack())
    before = handler.client.current_session
    slack.warn_sockets() if announced else slack.disconnect_sockets()
    ana.wait(lambda: handler.client.current_session is not before and slack.connections == 1, seconds=10)
    assert ana.command("/gotano").ok


def test_only_the_app_token_opens_a_connection(client: WebClient, slack: LocalSlack) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        client.apps_connections_open(app_token=slack.bot_token)
    assert client.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://127.0.0.1:")
