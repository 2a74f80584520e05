"""The bot's own Socket Mode client: a connection on which nothing is heard is made anew."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App

from bot.slack_client import slack_client
from bot.socket_mode import SocketModeClient
from playground import Gestures, LocalSlack
from tests.rig import ANA

PING_SECONDS = 0.2
AT_MOST = 15
"""Seconds for something that takes two or three."""


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack([ANA]) as local:
        yield local


@pytest.fixture
def ana(slack: LocalSlack) -> Gestures:
    return slack.person(ANA.id)


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[App]:
    with ThreadPoolExecutor(4) as executor:
        client = slack_client(slack.bot_token, slack.api_url)
        made = App(client=client, signing_secret=slack.signing_secret, listener_executor=executor)
        made.command("/gotano")(acknowledge)
        yield made


def acknowledge(ack: Callable[[], None]) -> None:
    ack()


@pytest.fixture
def socket(app: App, slack: LocalSlack) -> Iterator[SocketModeClient]:
    client = SocketModeClient(app, slack.app_token, PING_SECONDS)
    yield client
    client.close()


def test_a_connection_that_falls_silent_is_made_anew(
    slack: LocalSlack, ana: Gestures, socket: SocketModeClient
) -> None:
    socket.start()
    ana.wait(lambda: slack.connections == 1)
    slack.silence_sockets()
    assert slack.connections == 0
    ana.wait(lambda: slack.connections == 1, seconds=AT_MOST)
    ana.wait(lambda: socket.connected)
    assert ana.command("/gotano").ok


def test_a_connection_that_was_silent_from_the_first_is_made_anew_too(
    slack: LocalSlack, ana: Gestures, socket: SocketModeClient
) -> None:
    slack.silence_sockets(to_come=1)
    socket.start()
    ana.wait(lambda: slack.connections == 1, seconds=AT_MOST)
    ana.wait(lambda: socket.connected)
    assert ana.command("/gotano").ok
