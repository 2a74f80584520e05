"""Messages: who sees them, how they change, and what history tells."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground import Clock as SlackClock
from playground import Gestures, LocalSlack, Person, PlaygroundError
from tests.playground.conftest import Clock
from tests.playground.shapes import JSON, actions, button, option, section

BUTTON = [actions(button("go", value="7"))]


def texts(who: Gestures, channel: str | None = None) -> list[str]:
    return [message["text"] for message in who.messages(channel)]


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


def test_a_button_in_a_message_says_where_it_stands(app: App, client: WebClient, ana: Gestures) -> None:
    got: list[JSON] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body)
        ack()

    app.action("go")(listener)
    client.chat_postMessage(channel=ana.dm, text="press", blocks=BUTTON)
    stale = ana.messages()[0]
    assert ana.press("go", message=stale, value="7").ok
    client.chat_delete(channel=ana.dm, ts=stale["ts"])
    assert ana.press("go", message=stale).ok
    assert [body["actions"][0]["value"] for body in got] == ["7", "7"]
    assert got[0]["container"] == {
        "type": "message",
        "message_ts": stale["ts"],
        "channel_id": ana.dm,
        "is_ephemeral": False,
    }
    assert got[0]["message"]["text"] == "press"
    assert got[0]["user"]["id"] == "U0ANA"
    with pytest.raises(PlaygroundError):
        ana.press("go", message=stale, value="8")


def test_the_option_of_an_overflow_and_of_a_select_in_a_message(
    app: App, client: WebClient, ana: Gestures
) -> None:
    got: list[str] = []

    def listener(ack: Callable[[], None], action: JSON) -> None:
        got.append(action["selected_option"]["value"])
        ack()

    app.action("more")(listener)
    app.action("pick")(listener)
    choices = {"options": [option("a"), option("b")]}
    more = section(accessory={"type": "overflow", "action_id": "more", **choices})
    pick = actions({"type": "static_select", "action_id": "pick", **choices})
    client.chat_postMessage(channel=ana.dm, text="choose", blocks=[more, pick])
    message = ana.messages()[0]
    assert ana.press("more", message, value="b").ok
    assert ana.press("pick", message, value="a").ok
    assert got == ["b", "a"]
    with pytest.raises(PlaygroundError):
        ana.press("more", message, value="c")


def test_a_button_tells_what_was_picked_beside_it(app: App, client: WebClient, ana: Gestures) -> None:
    got: list[JSON] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body["state"]["values"])
        ack()

    app.action("day")(listener)
    app.action("go")(listener)
    blocks = [actions({"type": "datepicker", "action_id": "day"}, button("go"))]
    client.chat_postMessage(channel=ana.dm, text="when?", blocks=blocks)
    message = ana.messages()[0]
    ana.press("go", message)
    ana.press("day", message, value="2026-11-03")
    ana.press("go", message)
    days = [values["actions"]["day"]["selected_date"] for values in got]
    assert days == [None, "2026-11-03", "2026-11-03"]


@pytest.fixture
def hook(app: App, client: WebClient, ana: Gestures) -> WebhookClient:
    """The response URL of a button in a message to Ana."""
    got: list[str] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body["response_url"])
        ack()

    app.action("go")(listener)
    client.chat_postMessage(channel=ana.dm, text="press", blocks=BUTTON)
    ana.press("go", message=ana.messages()[0])
    return WebhookClient(got[0], retry_handlers=[])


def test_a_response_url_takes_five_posts(hook: WebhookClient, ana: Gestures) -> None:
    answers = [hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert texts(ana) == ["press", "0", "1", "2", "3", "4"]
    assert ana.messages()[-1]["ephemeral"]


@pytest.mark.parametrize(("seconds", "status"), [(1800, 200), (1801, 404)])
def test_a_response_url_lives_thirty_minutes(
    hook: WebhookClient, clock: Clock, seconds: int, status: int
) -> None:
    clock.seconds += seconds
    assert hook.send(text="late").status_code == status


def test_a_response_url_replaces_and_deletes_its_message(hook: WebhookClient, ana: Gestures) -> None:
    hook.send(text="done", replace_original=True)
    assert texts(ana) == ["done"]
    assert "blocks" not in ana.messages()[0]
    hook.send(delete_original=True)
    assert texts(ana) == []
    refused = hook.send(text="x", blocks=[section("")])
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)


def test_an_ephemeral_cannot_become_public(app: App, client: WebClient, ana: Gestures, sam: Gestures) -> None:
    got: list[JSON] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body)
        ack()

    app.action("go")(listener)
    client.chat_postEphemeral(channel="C0DEALS", user="U0ANA", text="psst", blocks=BUTTON)
    ana.press("go", message=ana.messages("C0DEALS")[0])
    assert got[0]["container"]["is_ephemeral"]
    assert "message" not in got[0]
    hook = WebhookClient(got[0]["response_url"], retry_handlers=[])
    hook.send(text="still", response_type="in_channel", replace_original=True)
    assert (texts(ana, "C0DEALS"), texts(sam, "C0DEALS")) == (["still"], [])


def test_a_file_goes_up_in_three_steps_and_shows_in_the_dm(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    client.files_upload_v2(channel=ana.dm, filename="deals.csv", content="a,b\n", initial_comment="Yours")
    assert [(file.name, file.content, file.channels) for file in slack.files] == [
        ("deals.csv", b"a,b\n", [ana.dm])
    ]
    assert ana.messages()[0]["text"] == "Yours"
    assert ana.messages()[0]["files"][0]["name"] == "deals.csv"


def test_a_file_longer_or_shorter_than_announced_is_refused(client: WebClient, slack: LocalSlack) -> None:
    begun = client.files_getUploadURLExternal(filename="a.csv", length=4)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"]}])
    request = urllib.request.Request(begun["upload_url"], data=b"abc", method="POST")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request)  # noqa: S310
    assert slack.files == []


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
