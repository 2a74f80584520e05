"""A reply of Slack's that is none: whatever stands in it, nobody takes it for a yes, and it has one name."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers.slack.answers import AnsweredClient
from handlers.slack.errors import NO_ANSWER, NO_JSON, SLACK_FAILED, error_code

Answering = Callable[[str], AnsweredClient]


@pytest.fixture
def answering() -> Answering:
    """A client to whom Slack replies with status 200 and this body."""

    class Fixed(AnsweredClient):
        body = ""

        def _perform_urllib_http_request_internal(self, *_request: Any) -> dict[str, Any]:
            return {"status": 200, "headers": {}, "body": self.body}

    def make(body: str) -> AnsweredClient:
        client = Fixed(token="xoxb-1", retry_handlers=[])
        client.body = body
        return client

    return make


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{}", NO_ANSWER),
        ("null", NO_ANSWER),
        ("[]", NO_ANSWER),
        ("[1]", NO_ANSWER),
        ("7", NO_ANSWER),
        ('"yes"', NO_ANSWER),
        ('{"ok": null, "ts": "1.2"}', NO_ANSWER),
        ('{"ts": "1.2"}', NO_ANSWER),
        ('{"ok": true}', NO_ANSWER),
        ('{"ok": true, "ts": null}', NO_ANSWER),
        ('{"ok": true, "ts": 1.2}', NO_ANSWER),
        ("", NO_JSON),
        ("<html>Dana Reyes</html>", NO_JSON),
    ],
)
def test_what_is_no_answer_is_told_by_name(answering: Answering, body: str, name: str) -> None:
    with pytest.raises(SLACK_FAILED) as raised:
        answering(body).chat_postMessage(channel="D1", text="x")
    assert error_code(raised.value) == name


@pytest.mark.parametrize("user", ["null", "[]", '"U1"'])
def test_a_person_that_is_no_object_is_no_answer(answering: Answering, user: str) -> None:
    with pytest.raises(SLACK_FAILED):
        answering(f'{{"ok": true, "user": {user}}}').users_info(user="U1")


def test_a_good_answer_and_a_refusal_are_what_they_are(answering: Answering) -> None:
    assert answering('{"ok": true, "ts": "1.2"}').chat_postMessage(channel="D1", text="x")["ts"] == "1.2"
    assert answering('{"ok": true}').chat_delete(channel="D1", ts="1.2")["ok"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        answering('{"ok": false, "error": "channel_not_found"}').chat_postMessage(channel="D1", text="x")
