"""The Web API's own manners: tokens, scopes, faults, limits, and the record of calls."""

from __future__ import annotations

import time
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Clock as SlackClock
from playground import Fault, Gestures, Identity, LocalSlack, Person
from tests import patience
from tests.playground.conftest import Clock
from tests.playground.shapes import home

ANA = Person("U0ANA", "Ana Costa", "Europe/Lisbon")


def client_of(slack: LocalSlack, token: str | None = None) -> WebClient:
    return WebClient(token=token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.mark.parametrize(("token", "error"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed")])
def test_a_wrong_token_is_refused(slack: LocalSlack, token: str, error: str) -> None:
    client = WebClient(token=token, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match=error):
        client.auth_test()
    assert not slack.calls[-1].token_ok


def test_who_am_i(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["team"]) == ("T0DEMO", "U0GOTANO", "Sales")
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert client.api_test(foo="bar")["ok"]
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("chat.shout")


@pytest.mark.parametrize("as_json", [True, False])
def test_form_and_json_are_both_read(slack: LocalSlack, client: WebClient, as_json: bool) -> None:
    arguments = {"user_id": "U0ANA", "view": home()}
    if as_json:
        client.api_call("views.publish", json=arguments)
    else:
        client.views_publish(user_id="U0ANA", view=home())
    assert slack.calls[-1].args["view"] == home()
    assert slack.calls[-1].token_ok
    slack.clear_calls()
    assert slack.calls == []


def test_a_scope_that_was_not_granted_is_named() -> None:
    with LocalSlack([ANA], Identity(scopes=("chat:write", "im:write"))) as slack:
        client = client_of(slack)
        channel = client.conversations_open(users="U0ANA")["channel"]["id"]
        with pytest.raises(SlackApiError) as refused:
            client.conversations_history(channel=channel)
        answer = refused.value.response
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            "channels:history,groups:history,im:history",
            "chat:write,im:write",
        )
        assert client.views_publish(user_id="U0ANA", view=home())["ok"]


def test_a_429_says_when_to_come_back_and_does_nothing(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    slack.faults.add("chat.postMessage", Fault(status=429, retry_after=2))
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ana.dm, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "2"
    assert ana.messages() == []
    client.chat_postMessage(channel=ana.dm, text="x")
    assert len(ana.messages()) == 1


def test_a_500_may_come_after_all_was_done(slack: LocalSlack, client: WebClient, ana: Gestures) -> None:
    slack.faults.add("*", Fault(status=500))
    slack.faults.add("*", Fault(status=500, accepted_but_dropped=True))
    for posted in (0, 1):
        with pytest.raises(SlackApiError):
            client.chat_postMessage(channel=ana.dm, text="x")
        assert len(ana.messages()) == posted


def test_an_answer_may_be_lost(slack: LocalSlack, client: WebClient, ana: Gestures) -> None:
    slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        client.chat_postMessage(channel=ana.dm, text="x")
    assert len(ana.messages()) == 1


def test_an_error_can_be_ordered(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.add("users.info", Fault(error="token_revoked", times=None))
    for _ in range(2):
        with pytest.raises(SlackApiError, match="token_revoked"):
            client.users_info(user="U0ANA")
    slack.faults.clear()
    assert client.users_info(user="U0ANA")["ok"]


def test_chance_repeats_itself_from_one_run_to_the_next() -> None:
    def struck() -> list[bool]:
        with LocalSlack([ANA]) as slack:
            slack.faults.add("*", Fault(status=500, probability=0.5, times=None))
            return [slack.faults.strike("users.info") is not None for _ in range(20)]

    assert struck() == struck()
    assert 0 < sum(struck()) < 20


def test_every_call_takes_the_time_it_is_told_to(slack: LocalSlack, client: WebClient) -> None:
    slack.delay = 0.05
    began = time.monotonic()
    client.auth_test()
    assert time.monotonic() - began >= 0.05


def test_one_message_a_second_goes_into_a_channel(clock: Clock) -> None:
    with LocalSlack(
        [ANA, Person("U0SAM", "Sam")], clock=SlackClock(monotonic=clock), rate_limits=True
    ) as slack:
        client = client_of(slack)
        for _ in range(3):
            assert client.chat_postMessage(channel="U0ANA", text="x")["ok"]
        with pytest.raises(SlackApiError, match="ratelimited") as refused:
            client.chat_postMessage(channel="U0ANA", text="x")
        assert client.chat_postMessage(channel="U0SAM", text="x")["ok"]
        clock.seconds += int(refused.value.response.headers["Retry-After"])
        assert client.chat_postMessage(channel="U0ANA", text="x")["ok"]


@pytest.mark.parametrize(("method", "most"), [("users.list", 20), ("dnd.info", 50), ("users.info", 100)])
def test_each_method_has_its_tier(clock: Clock, method: str, most: int) -> None:
    with LocalSlack([ANA], clock=SlackClock(monotonic=clock), rate_limits=True) as slack:
        client = client_of(slack)
        for _ in range(most):
            client.api_call(method, params={"user": "U0ANA"})
        with pytest.raises(SlackApiError, match="ratelimited"):
            client.api_call(method, params={"user": "U0ANA"})
        clock.seconds += 60
        assert client.api_call(method, params={"user": "U0ANA"})["ok"]


def test_it_starts_and_stops_quickly_and_stops_twice() -> None:
    def start_and_stop() -> None:
        slack = LocalSlack([ANA])
        slack.start()
        slack.stop()
        slack.stop()

    assert patience.can_be_done_within(0.3, start_and_stop)
