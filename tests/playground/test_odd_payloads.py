"""Payloads and messages of every shape that Slack gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import Gestures, LocalSlack, PlaygroundError
from tests.playground.calls import refused
from tests.playground.shapes import JSON, button, home, modal, question, section

Heard = list[JSON]


@pytest.fixture
def heard(app: App) -> Heard:
    """Every payload that reached the app."""
    got: Heard = []

    def overhear(body: JSON, next: Callable[[], object]) -> object:
        got.append(body)
        return next()

    app.middleware(overhear)
    app.event("app_home_opened")(lambda: None)
    app.shortcut("got_a_no")(lambda ack: ack())
    app.action("go")(lambda ack: ack())
    return got


def shortcut(heard: Heard) -> JSON:
    """The newest; an event that nobody took comes again and again."""
    return next(body for body in reversed(heard) if body["type"] == "message_action")


def message_seen(heard: Heard, ana: Gestures, message: JSON) -> JSON:
    """The message as the shortcut on it carries it."""
    assert ana.shortcut("got_a_no", message).ok
    seen: JSON = shortcut(heard)["message"]
    return seen


def test_what_somebody_typed_is_text_and_rich_text(heard: Heard, ana: Gestures) -> None:
    ana.say("1 < 2 & 3")
    seen = message_seen(heard, ana, ana.messages()[0])
    assert seen["text"] == "1 &lt; 2 &amp; 3"
    assert seen["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": "1 < 2 & 3"}]


def test_a_forwarded_message_has_its_words_in_an_attachment(
    heard: Heard, ana: Gestures, sam: Gestures
) -> None:
    sam.say("No budget.", "C0DEALS")
    seen = message_seen(heard, ana, ana.forward(ana.messages("C0DEALS")[0], "C0OTHER"))
    assert (seen["text"], seen["attachments"][0]["text"]) == ("", "No budget.")
    assert seen["attachments"][0]["message_blocks"][0]["message"]["blocks"]


def test_a_message_may_be_a_file_alone(heard: Heard, ana: Gestures) -> None:
    seen = message_seen(heard, ana, ana.send_file("offer.pdf", "C0DEALS"))
    assert (seen["text"], [file["name"] for file in seen["files"]]) == ("", ["offer.pdf"])


def test_another_bots_message_may_have_its_words_in_blocks(
    heard: Heard, slack: LocalSlack, ana: Gestures
) -> None:
    body = {"subtype": "bot_message", "bot_id": "B0CRM", "text": "", "blocks": [section("Lost: no budget")]}
    seen = message_seen(heard, ana, slack.put("C0DEALS", body))
    assert (seen["bot_id"], seen["blocks"][0]["text"]["text"]) == ("B0CRM", "Lost: no budget")
    assert "user" not in seen


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a & b", "a &amp; b"),
        ("a &amp; b &lt;3", "a &amp; b &lt;3"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        (
            "<@U0ANA> <!here> <https://a.example/?x=1&y=2|site>",
            "<@U0ANA> <!here> <https://a.example/?x=1&amp;y=2|site>",
        ),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_texts_come_back_with_entities(client: WebClient, sent: str, kept: str) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": sent}}
    body = client.chat_postMessage(channel="U0ANA", text=sent, blocks=[block])["message"]
    assert (body["text"], body["blocks"][0]["text"]["text"]) == (kept, kept)


def test_blocks_without_a_text_come_back_with_slacks_own(client: WebClient) -> None:
    body = client.api_call("chat.postMessage", json={"channel": "U0ANA", "blocks": [section()]})["message"]
    assert body["text"] == "This content can't be displayed."


def test_home_is_told_with_its_view_while_slack_has_one(
    heard: Heard, slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    client.views_publish(user_id="U0ANA", view=home())
    ana.open_home()
    ana.open_messages()
    slack.lose_homes()
    ana.open_home()
    events = [body["event"] for body in heard]
    assert [(event["tab"], "view" in event) for event in events] == [
        ("home", True),
        ("messages", False),
        ("home", False),
    ]


def test_a_dm_with_a_new_id_is_found_by_opening_it(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    old = ana.dm
    slack.renew_dms()
    assert refused(client, "chat.postMessage", channel=old, text="x")["error"] == "channel_not_found"
    new = client.conversations_open(users="U0ANA")["channel"]["id"]
    assert new != old
    assert client.chat_postMessage(channel=new, text="x")["ok"]


def test_a_workspace_that_joins_an_organisation_says_so_everywhere(
    heard: Heard, slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    client.chat_postMessage(
        channel="U0ANA", text="x", blocks=[{"type": "actions", "elements": [button("go")]}]
    )
    slack.join_organisation("E0ORG", "Org")
    ana.open_home()
    ana.press("go", ana.messages()[0])
    assert heard[0]["enterprise_id"] == "E0ORG"
    assert heard[1]["enterprise"] == {"id": "E0ORG", "name": "Org"}
    assert client.auth_test()["enterprise_id"] == "E0ORG"


def test_any_field_of_a_payload_may_be_missing_or_null(
    heard: Heard, slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    client.chat_postMessage(
        channel="U0ANA", text="x", blocks=[{"type": "actions", "elements": [button("go")]}]
    )
    slack.alter = lambda _kind, payload: payload | {"team": None, "enterprise": {"id": "E0ORG"}}
    ana.press("go", ana.messages()[0])
    assert heard[0]["team"] is None
    slack.alter = lambda _kind, payload: {key: one for key, one in payload.items() if key != "channel"}
    ana.press("go", ana.messages()[0])
    assert "channel" not in heard[1]


def test_a_select_offers_no_channel_that_its_filter_leaves_out(
    slack: LocalSlack, ana: Gestures, opens: Callable[[JSON], None]
) -> None:
    wanted = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    opens(modal(question("where", {"type": "conversations_select", "filter": wanted})))
    slack.share("C0OTHER", "T0PARTNER")
    for channel in ("C0OTHER", ana.dm):
        with pytest.raises(PlaygroundError, match="not offered"):
            ana.fill({"where": channel})
    ana.fill({"where": "C0DEALS"})


@pytest.mark.parametrize(
    "wanted", [{}, {"include": []}, {"include": ["secret"]}, {"exclude_bot_users": "yes"}]
)
def test_a_filter_has_its_own_shape(client: WebClient, wanted: JSON) -> None:
    view = modal(question("where", {"type": "conversations_select", "filter": wanted}))
    assert refused(client, "views.open", trigger_id="x", view=view)["error"] == "invalid_arguments"


def test_a_private_channels_name_is_not_told(heard: Heard, slack: LocalSlack, ana: Gestures) -> None:
    slack.make_private("C0DEALS")
    message_seen(heard, ana, ana.send_file("offer.pdf", "C0DEALS"))
    assert shortcut(heard)["channel"] == {"id": "C0DEALS", "name": "privategroup"}
