"""Messages: who sees them, how they change, and what history tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Clock as SlackClock
from playground import Gestures, LocalSlack, Person, PlaygroundError
from tests.playground.messages import BUTTON, texts
from tests.playground.shapes import JSON, section


def test_a_dm_is_seen_by_its_person_alone(client: WebClient, ana: Gestures, sam: Gestures) -> None:
    channel = client.conversations_open(users=["U0ANA"])["channel"]["id"]
    assert channel == ana.dm
    sent = client.chat_postMessage(channel=channel, text="hello")
    assert sent["message"]["text"] == "hello"
    assert client.chat_postMessage(channel="U0ANA", text="again")["channel"] == channel
    assert (texts(ana), texts(sam)) == (["hello", "again"], [])
    with pytest.raises(PlaygroundError):
        sam.messages(channel)


def test_an_ephemeral_is_seen_by_one_and_is_in_no_history(
    client: WebClient, ana: Gestures, sam: Gestures
) -> None:
    sent = client.chat_postEphemeral(channel="C0DEALS", user="U0ANA", text="psst")
    assert (texts(ana, "C0DEALS"), texts(sam, "C0DEALS")) == (["psst"], [])
    assert client.conversations_history(channel="C0DEALS")["messages"] == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel="C0DEALS", ts=sent["message_ts"], text="x")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0OTHER", "text": "x"}, "not_in_channel"),
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0DEALS"}, "no_text"),
        ({"channel": "C0DEALS", "text": ""}, "no_text"),
        ({"channel": "C0DEALS", "text": "x", "blocks": [section("")]}, "invalid_blocks"),
        ({"channel": "C0DEALS", "text": "x", "blocks": {"a": 1}}, "invalid_blocks_format"),
        ({"channel": "C0DEALS", "text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_schema"),
        ({"channel": "C0DEALS", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
    ],
)
def test_a_message_that_slack_would_not_post(client: WebClient, arguments: JSON, error: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json=arguments)
    assert refused.value.response["error"] == error


def test_an_update_with_text_alone_takes_the_blocks_away(client: WebClient, ana: Gestures) -> None:
    sent = client.chat_postMessage(channel=ana.dm, text="a", blocks=BUTTON)
    client.chat_update(channel=ana.dm, ts=sent["ts"], text="b", blocks=[section()])
    assert ana.messages()[0]["blocks"][0]["type"] == "section"
    assert "edited" not in ana.messages()[0]
    client.chat_update(channel=ana.dm, ts=sent["ts"], text="c")
    assert "blocks" not in ana.messages()[0]
    assert ana.messages()[0]["edited"]
    with pytest.raises(SlackApiError, match="msg_too_long"):
        client.chat_update(channel=ana.dm, ts=sent["ts"], text="x" * 4001)


def test_only_its_own_messages_can_the_bot_change(client: WebClient, ana: Gestures) -> None:
    ana.say("mine")
    ts = ana.messages()[0]["ts"]
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=ana.dm, ts=ts, text="x")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(channel=ana.dm, ts=ts)
    sent = client.chat_postMessage(channel=ana.dm, text="bot's")
    client.chat_delete(channel=ana.dm, ts=sent["ts"])
    assert texts(ana) == ["mine"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_delete(channel=ana.dm, ts=sent["ts"])


def test_history_goes_newest_first_in_pages_and_keeps_metadata_to_itself(
    client: WebClient, ana: Gestures
) -> None:
    metadata = {"event_type": "nudge", "event_payload": {"id": "n1"}}
    sent = [client.chat_postMessage(channel=ana.dm, text=text, metadata=metadata)["ts"] for text in "abc"]
    page = client.conversations_history(channel=ana.dm, limit=2)
    assert [one["text"] for one in page["messages"]] == ["c", "b"]
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=ana.dm, limit=2, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["a"]
    assert all(one["metadata"] == {"event_type": metadata["event_type"]} for one in page["messages"])
    full = client.conversations_history(channel=ana.dm, include_all_metadata=True, oldest=sent[0])
    assert [one["metadata"] for one in full["messages"]] == [metadata, metadata]
    whole = client.conversations_history(channel=ana.dm, oldest=sent[0], inclusive=True)
    assert len(whole["messages"]) == 3


def test_what_people_type_is_kept_as_slack_keeps_it(ana: Gestures) -> None:
    ana.say("R&D said <no>")
    assert texts(ana) == ["R&amp;D said &lt;no&gt;"]


def test_messages_have_a_stamp_each_even_when_the_clock_stands_still() -> None:
    noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    with LocalSlack([Person("U0ANA", "Ana")], clock=SlackClock(now=lambda: noon)) as slack:
        ana = slack.person("U0ANA")
        for number in range(50):
            ana.say(str(number))
        stamps = [message["ts"] for message in ana.messages()]
        assert texts(ana) == [str(number) for number in range(50)]
        assert (len(set(stamps)), stamps[0]) == (50, f"{int(noon.timestamp())}.000000")


def test_who_has_left_gets_nothing_more(client: WebClient, ana: Gestures) -> None:
    channel = ana.dm
    ana.deactivate()
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel=channel, text="x")
    with pytest.raises(SlackApiError, match="user_disabled"):
        client.conversations_open(users="U0ANA")
    profile = client.users_info(user="U0ANA")["user"]
    assert (profile["deleted"], "tz" in profile) == (True, False)


def test_people_have_a_zone_and_only_on_request_a_locale(client: WebClient, ana: Gestures) -> None:
    assert client.users_info(user="U0ANA")["user"]["tz"] == "Europe/Lisbon"
    assert "locale" not in client.users_info(user="U0ANA")["user"]
    assert client.users_info(user="U0ANA", include_locale=True)["user"]["locale"]
    ana.change_zone("Asia/Kolkata")
    user = client.users_info(user="U0ANA")["user"]
    assert (user["tz"], user["tz_offset"]) == ("Asia/Kolkata", 19_800)
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.users_info(user="U0NOBODY")
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.conversations_open(users="U0NOBODY")
    assert len(client.users_list()["members"]) == 3
    assert client.dnd_info(user="U0ANA")["dnd_enabled"] is False
    assert client.conversations_info(channel=ana.dm)["channel"]["user"] == "U0ANA"
