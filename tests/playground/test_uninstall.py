"""Uninstalling: tokens die, the app is told in no sure order, and it can come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import AppConfig, Clock, LocalSlack, PlaygroundError
from tests.playground.calls import client_of
from tests.playground.conftest import PEOPLE
from tests.playground.consent import BACK, installed
from tests.playground.shapes import JSON, home


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    wanted = {"app_home_opened", "tokens_revoked", "app_uninstalled"}
    with LocalSlack(
        PEOPLE,
        config=AppConfig(events=wanted, redirect_urls=[BACK]),
        clock=Clock(retry_scale=0.0),
        channels=[("C0DEALS", "deals")],
    ) as running:
        running.invite("C0DEALS")
        yield running


@pytest.fixture
def heard(app: App) -> list[JSON]:
    """The events of uninstalling, as they reached the bot."""
    got: list[JSON] = []

    def listener(body: JSON) -> None:
        got.append(body)

    for name in ("tokens_revoked", "app_uninstalled"):
        app.event(name)(listener)
    return got


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({}, ["tokens_revoked", "app_uninstalled"]),
        ({"order": "uninstalled_first"}, ["app_uninstalled", "tokens_revoked"]),
        ({"events": ["app_uninstalled"]}, ["app_uninstalled"]),
    ],
)
def test_the_app_is_told_in_the_order_asked_for(
    slack: LocalSlack, heard: list[JSON], how: dict[str, Any], told: list[str]
) -> None:
    assert [one.ok for one in slack.uninstall(**how)] == [True] * len(told)
    slack.person("U0ANA").wait(lambda: len(heard) == len(told))
    assert {one["team_id"] for one in heard} == {"T0DEMO"}
    assert sorted(one["event"]["type"] for one in heard) == sorted(told)
    assert [attempt.delivery.ok for attempt in slack.attempts] == [True] * len(told)


def test_whose_tokens_were_revoked_is_told_not_which(slack: LocalSlack, heard: list[JSON]) -> None:
    person = installed(slack, user_scope="search:read", user="U0SAM")["authed_user"]["access_token"]
    slack.uninstall(events=["tokens_revoked"])
    slack.person("U0ANA").wait(lambda: heard)
    assert heard[0]["event"]["tokens"] == {"oauth": ["U0SAM"], "bot": ["U0GOTANO"]}
    with pytest.raises(SlackApiError, match="account_inactive"):
        client_of(slack, slack.bot_token).auth_test()
    with pytest.raises(SlackApiError, match="token_revoked"):
        client_of(slack, person).auth_test()


def test_an_app_that_did_not_subscribe_is_not_told() -> None:
    with LocalSlack(PEOPLE) as slack:
        assert slack.uninstall() == []
        assert (slack.installed, slack.attempts) == (False, [])


def test_nobody_can_use_an_app_that_is_gone(slack: LocalSlack, client: WebClient) -> None:
    client.views_publish(user_id="U0ANA", view=home())
    slack.uninstall(events=[])
    ana = slack.person("U0ANA")
    assert (ana.home, ana.open_home()) == (None, None)
    for gesture in (lambda: ana.command("/gotano"), lambda: ana.shortcut("debrief"), slack.uninstall):
        with pytest.raises(PlaygroundError):
            gesture()


@pytest.mark.parametrize("new_bot_user", [False, True])
def test_it_comes_back_with_a_new_token_and_mostly_the_same_bot_user(
    slack: LocalSlack, new_bot_user: bool
) -> None:
    before, dm = slack.identity, slack.person("U0ANA").dm
    slack.uninstall(new_bot_user=new_bot_user)
    told = installed(slack)
    client = client_of(slack, told["access_token"])
    assert told["access_token"] != before.bot_token
    assert told["scope"] == "chat:write,im:write"
    assert (told["bot_user_id"] != before.bot_user_id) == new_bot_user
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel="C0DEALS", text="x")
    if new_bot_user:
        with pytest.raises(SlackApiError, match="channel_not_found"):
            client.chat_postMessage(channel=dm, text="x")
    assert (client.chat_postMessage(channel="U0ANA", text="x")["channel"] != dm) == new_bot_user


def test_a_bot_can_take_its_leave_itself(slack: LocalSlack, client: WebClient, heard: list[JSON]) -> None:
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        client.apps_uninstall(client_id=slack.client_id, client_secret="x")
    assert client.apps_uninstall(client_id=slack.client_id, client_secret=slack.client_secret)["ok"]
    slack.person("U0ANA").wait(lambda: len(heard) == 2)
    assert not slack.installed


def test_a_token_can_be_revoked_and_the_last_one_takes_the_app_along(
    slack: LocalSlack, client: WebClient, heard: list[JSON]
) -> None:
    person = installed(slack, user_scope="search:read", user="U0SAM")["authed_user"]["access_token"]
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client_of(slack, person).auth_revoke()["revoked"] is True
    assert slack.installed
    assert client.auth_revoke()["revoked"] is True
    slack.person("U0ANA").wait(lambda: len(heard) == 3)
    assert not slack.installed


def test_other_workspaces_keep_the_app(slack: LocalSlack) -> None:
    other = slack.add_workspace(PEOPLE, team_id="T0OTHER")
    other.uninstall(events=[])
    assert client_of(slack, slack.bot_token).auth_test()["ok"]
