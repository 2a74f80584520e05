"""conversations.history, as its reference page has it."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import AppConfig, Gestures, LocalSlack
from playground import Clock as SlackClock
from tests.playground.calls import client_of
from tests.playground.conftest import PEOPLE, Clock


def read(client: WebClient, channel: str, **args: Any) -> list[str]:
    return [one["text"] for one in client.conversations_history(channel=channel, **args)["messages"]]


@pytest.fixture
def sent(client: WebClient, ana: Gestures) -> list[str]:
    """The timestamps of a, b and c in Ana's DM."""
    return [client.chat_postMessage(channel=ana.dm, text=text)["ts"] for text in "abc"]


@pytest.mark.parametrize(
    ("oldest", "latest", "inclusive", "found"),
    [
        (None, None, None, "cba"),
        (0, None, None, "cb"),
        (0, None, True, "cba"),
        (None, 2, None, "ba"),
        (None, 2, True, "cba"),
        (0, 2, None, "b"),
        (1, 1, True, "b"),
        (2, 0, True, ""),
    ],
)
def test_the_bounds_are_within_only_when_inclusive(
    client: WebClient,
    ana: Gestures,
    sent: list[str],
    oldest: int | None,
    latest: int | None,
    inclusive: bool | None,
    found: str,
) -> None:
    bounds = {key: sent[at] for key, at in (("oldest", oldest), ("latest", latest)) if at is not None}
    assert read(client, ana.dm, inclusive=inclusive, **bounds) == list(found)


@pytest.mark.usefixtures("sent")
def test_what_comes_meanwhile_moves_no_page(clock: Clock, client: WebClient, ana: Gestures) -> None:
    first = client.conversations_history(channel=ana.dm, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    clock.seconds += 1
    client.chat_postMessage(channel=ana.dm, text="d")
    second = client.conversations_history(channel=ana.dm, limit=2, cursor=cursor)
    assert [one["text"] for one in second["messages"]] == ["a"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert second["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"cursor": "2"}, "invalid_cursor"),
        ({"cursor": "bmV4dF90czp4"}, "invalid_cursor"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "tomorrow"}, "invalid_ts_latest"),
        ({"limit": "many"}, "invalid_arguments"),
        ({"limit": -1}, "invalid_arguments"),
        ({"channel": "C0OTHER"}, "not_in_channel"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
    ],
)
def test_what_slack_would_not_read(client: WebClient, args: dict[str, Any], error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        client.conversations_history(**{"channel": "C0DEALS", **args})


def test_no_more_than_999_and_100_unless_asked(client: WebClient, ana: Gestures) -> None:
    for number in range(1001):
        ana.say(str(number))
    assert [len(read(client, ana.dm, limit=limit)) for limit in (None, 5, 5000)] == [100, 5, 999]


def test_a_thread_shows_what_began_it(client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0DEALS", text="root")["ts"]
    client.chat_postMessage(channel="C0DEALS", text="reply", thread_ts=root)
    assert read(client, "C0DEALS") == ["root"]


def test_outside_the_marketplace_it_is_once_a_minute_and_fifteen(clock: Clock) -> None:
    with LocalSlack(
        PEOPLE, config=AppConfig(non_marketplace=True), clock=SlackClock(monotonic=clock)
    ) as slack:
        client, ana = client_of(slack, slack.bot_token), slack.person("U0ANA")
        for number in range(20):
            clock.seconds += 1
            client.chat_postMessage(channel=ana.dm, text=str(number))
        assert len(read(client, ana.dm, limit=100)) == 15
        with pytest.raises(SlackApiError, match="ratelimited") as refused:
            read(client, ana.dm)
        clock.seconds += int(refused.value.response.headers["Retry-After"])
        assert len(read(client, ana.dm)) == 15
