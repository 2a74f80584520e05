"""A local Slack, and a small real Bolt app served over HTTP as in production."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from waitress.server import create_server

from playground import ANSWER_SECONDS, AppConfig, Gestures, Identity, LocalSlack, Person
from playground import Clock as SlackClock
from tests import patience
from tests.playground.ending import end

PEOPLE = [Person("U0ANA", "Ana Costa", "Europe/Lisbon"), Person("U0SAM", "Sam Reed", "America/New_York")]


class Clock:
    """A monotonic clock that only moves when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock, request: pytest.FixtureRequest) -> Iterator[LocalSlack]:
    answer_within = ANSWER_SECONDS if "in_time" in request.keywords else patience.SECONDS
    wanted = {"app_home_opened", "message.im"}
    channels = [("C0DEALS", "deal-lessons"), ("C0OTHER", "other")]
    with LocalSlack(
        PEOPLE,
        Identity(team_name="Sales"),
        AppConfig(events=wanted),
        clock=SlackClock(monotonic=clock, retry_scale=0.0, answer_within=answer_within),
        channels=channels,
    ) as running:
        running.invite("C0DEALS")
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack: LocalSlack, client: WebClient) -> Iterator[App]:
    """A Bolt app with no listeners yet, served by waitress; the local Slack delivers to it."""
    with ThreadPoolExecutor(8) as executor:
        # With a name Bolt does not look its caller up in the sources.
        bolt = App(name="bot", client=client, signing_secret=slack.signing_secret, listener_executor=executor)
        server = create_server(SlackRequestHandler(bolt), host="127.0.0.1", port=0, threads=8)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        slack.deliver_to(f"http://127.0.0.1:{server.effective_port}/slack/events")
        yield bolt
        slack.deliver_to(None)
        # Whoever has answered still tells the loop so: they end before it does.
        server.task_dispatcher.shutdown()
        end(server)
        thread.join(5)


@pytest.fixture
def ana(slack: LocalSlack) -> Gestures:
    return slack.person("U0ANA")


@pytest.fixture
def sam(slack: LocalSlack) -> Gestures:
    return slack.person("U0SAM")


@pytest.fixture
def opens(app: App, ana: Gestures) -> Callable[[dict[str, object]], None]:
    """Opens the given view on Ana's screen by way of a command."""
    views: list[dict[str, object]] = []

    def listener(ack: Callable[[], None], client: WebClient, body: dict[str, str]) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=views[-1])
        ack()

    app.command("/open")(listener)

    def open_view(view: dict[str, object]) -> None:
        views.append(view)
        assert ana.command("/open").ok

    return open_view
