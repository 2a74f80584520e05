"""What Slack demands of a call, and the workspaces in which it refuses one that is well formed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Gestures, LocalSlack, Person
from tests.playground.calls import refused
from tests.playground.shapes import JSON, home, section

NOTE = {"event_type": "note", "event_payload": {"id": "x"}}


def heavy(bytes_: int) -> JSON:
    return {"event_type": "note", "event_payload": {"id": "x" * bytes_}}


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"metadata": heavy(8_001)}, "metadata_too_large"),
        ({"metadata": {"event_type": "note"}}, "invalid_metadata_format"),
        ({"metadata": {"event_payload": {}}}, "invalid_metadata_schema"),
        ({"blocks": [section("x" * 2_900, block_id=str(at)) for at in range(5)]}, "msg_blocks_too_long"),
        ({"attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"thread_ts": "1700000000.000001"}, "cannot_reply_to_message"),
        ({"username": "Ana"}, "missing_scope"),
        ({"icon_emoji": ":wave:"}, "missing_scope"),
        ({"bad-name": "x"}, "invalid_arg_name"),
        ({"text": "", "blocks": None}, "no_text"),
    ],
)
def test_a_message_that_slack_would_not_take_is_refused(
    client: WebClient, ana: Gestures, more: JSON, error: str
) -> None:
    assert refused(client, "chat.postMessage", **{"channel": "U0ANA", "text": "x"} | more)["error"] == error
    assert ana.messages() == []


def test_what_slack_passes_over_it_passes_over(client: WebClient) -> None:
    assert client.api_call("chat.postMessage", json={"channel": "U0ANA", "text": "x", "colour": "red"})["ok"]


def test_a_text_that_is_cut_comes_with_a_warning(client: WebClient, ana: Gestures) -> None:
    answer = client.chat_postMessage(channel="U0ANA", text="x" * 40_001)
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(ana.messages()[0]["text"]) == 40_000


Change = Callable[[LocalSlack], None]
STATES: list[tuple[str, Change, str, JSON, str]] = [
    ("archived", lambda slack: slack.archive("C0DEALS"), "chat.postMessage", {}, "is_archived"),
    (
        "restricted",
        lambda slack: slack.restrict("C0DEALS", "restricted_action_read_only_channel"),
        "chat.postMessage",
        {},
        "restricted_action_read_only_channel",
    ),
    ("expelled", lambda slack: slack.expel("C0DEALS"), "chat.postMessage", {}, "not_in_channel"),
    (
        "no Messages tab",
        lambda slack: slack.decide(messages_tab=False),
        "chat.postMessage",
        {"channel": "U0ANA"},
        "messages_tab_disabled",
    ),
    (
        "no Home tab",
        lambda slack: slack.decide(home_tab=False),
        "views.publish",
        {"user_id": "U0ANA", "view": home()},
        "not_enabled",
    ),
    (
        "full",
        lambda slack: slack.decide(storage_full=True),
        "files.getUploadURLExternal",
        {"filename": "a.csv", "length": 1},
        "storage_limit_reached",
    ),
    (
        "no uploads",
        lambda slack: slack.decide(uploads_disabled=True),
        "files.getUploadURLExternal",
        {"filename": "a.csv", "length": 1},
        "file_uploads_disabled",
    ),
]


@pytest.mark.parametrize(
    ("change", "method", "args", "error"), [one[1:] for one in STATES], ids=[s[0] for s in STATES]
)
def test_the_workspace_decides_what_is_allowed(
    slack: LocalSlack, client: WebClient, change: Change, method: str, args: JSON, error: str
) -> None:
    change(slack)
    assert refused(client, method, **{"channel": "C0DEALS", "text": "x"} | args)["error"] == error


def test_a_message_in_an_archived_channel_or_past_its_window_is_not_edited(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C0DEALS", text="x")["ts"]
    slack.decide(edit_window=timedelta(0))
    assert refused(client, "chat.update", channel="C0DEALS", ts=ts, text="y")["error"] == "edit_window_closed"
    slack.decide(edit_window=None)
    slack.archive("C0DEALS")
    assert refused(client, "chat.update", channel="C0DEALS", ts=ts, text="y")["error"] == "is_inactive"
    slack.archive("C0DEALS", archived=False)
    assert client.chat_update(channel="C0DEALS", ts=ts, text="y")["ok"]


def test_a_private_channel_is_unknown_until_the_bot_is_in(slack: LocalSlack, client: WebClient) -> None:
    slack.make_private("C0OTHER")
    for method in ("chat.postMessage", "conversations.info", "conversations.history"):
        assert refused(client, method, channel="C0OTHER", text="x")["error"] == "channel_not_found"
    slack.invite("C0OTHER")
    assert client.conversations_info(channel="C0OTHER")["channel"]["is_private"]
    assert client.chat_postMessage(channel="C0OTHER", text="x")["ok"]


def test_a_person_the_bot_may_not_see_is_not_visible(slack: LocalSlack) -> None:
    slack.add_workspace([Person("U0HID", "Hidden", visible=False)], team_id="T0HID")
    other = WebClient(token="xoxb-T0HID", base_url=slack.api_url)
    for method, args in (("users.info", {"user": "U0HID"}), ("conversations.open", {"users": "U0HID"})):
        assert refused(other, method, **args)["error"] == "user_not_visible"
    assert refused(other, "chat.postMessage", channel="U0HID", text="x")["error"] == "channel_not_found"


def test_an_upload_is_completed_once(slack: LocalSlack, client: WebClient, ana: Gestures) -> None:
    client.files_upload_v2(channel=ana.dm, content="a,b", filename="deals.csv")
    again = {"files": [{"id": slack.files[0].id}], "channel_id": ana.dm}
    assert refused(client, "files.completeUploadExternal", **again)["error"] == "file_not_found"
    assert len(ana.messages()) == 1


def test_a_person_is_not_published_to_when_nobody_is_there(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.views_publish(user_id="U0NOBODY", view=home())
    answer: Any = caught.value.response
    assert answer["response_metadata"]["messages"] == ["invalid `user_id`"]


def test_each_tier_is_counted_unless_a_test_wants_none() -> None:
    with LocalSlack([Person("U0ANA", "Ana")], rate_limits=False) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        for _ in range(10):
            assert client.chat_postMessage(channel="U0ANA", text="x")["ok"]
