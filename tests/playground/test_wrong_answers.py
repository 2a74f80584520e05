"""Answers that are wrong in the ways that bots report: on order, for one call."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Fault, Gestures, LocalSlack
from tests.playground.calls import refused
from tests.playground.shapes import modal


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (1, "1"),
        (0, "0"),
        (99_999_999_999_999, "99999999999999"),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"),
        (None, None),
    ],
)
def test_a_429_carries_any_retry_after_or_none(
    slack: LocalSlack, client: WebClient, retry_after: int | str | None, header: str | None
) -> None:
    slack.faults.add("users.info", Fault(status=429, retry_after=retry_after))
    answer = refused(client, "users.info", user="U0ANA")
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers.get("Retry-After") == header


def test_slack_has_two_words_for_too_many_messages(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", Fault(error="rate_limited"))
    slack.faults.add("chat.postMessage", Fault(error="rate_limited", status=429, retry_after=7))
    answers = [refused(client, "chat.postMessage", channel="U0ANA", text="x") for _ in range(2)]
    assert [(one.status_code, one["error"]) for one in answers] == [
        (200, "rate_limited"),
        (429, "rate_limited"),
    ]
    assert answers[1].headers["Retry-After"] == "7"


def test_an_error_may_name_its_cause_in_the_metadata_alone(slack: LocalSlack, client: WebClient) -> None:
    fault = Fault(error="invalid_arguments", messages=["invalid `trigger_id`"])
    slack.faults.add("views.open", fault)
    answer = refused(client, "views.open", trigger_id="1.2.a", view=modal())
    assert answer["response_metadata"] == {"messages": ["invalid `trigger_id`"]}
    assert slack.refusals == [], "it was ordered"


@pytest.mark.parametrize("body", ["{}", "<html>busy</html>", "null"])
def test_any_body_may_come_after_the_call_was_performed(
    slack: LocalSlack, client: WebClient, ana: Gestures, body: str
) -> None:
    slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True, body=body))
    with pytest.raises((SlackApiError, AttributeError, TypeError)):
        client.chat_postMessage(channel="U0ANA", text="x")
    assert [message["text"] for message in ana.messages()] == ["x"]
