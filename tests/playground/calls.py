"""Calls of the local Slack that a test makes itself, by a token, by its page or to be refused."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import LocalSlack
from tests import patience
from tests.playground.shapes import JSON


def client_of(slack: LocalSlack, token: str) -> WebClient:
    return WebClient(token=token, base_url=slack.api_url, retry_handlers=[])


def asked(slack: LocalSlack, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, JSON]:
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=patience.SECONDS)
    sent = {
        "Content-Type": "application/json",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    try:
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    return answer.status, json.loads(text) if text.startswith("{") else {"text": text}


def refused(client: WebClient, method: str, **args: Any) -> Any:
    """The response that a call was refused with."""
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args)
    return caught.value.response
