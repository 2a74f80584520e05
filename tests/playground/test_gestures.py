"""What people do reaches the bot as Slack would tell it, at once and without getting mixed up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import Gestures
from tests import patience
from tests.playground.listeners import taking
from tests.playground.shapes import JSON, actions, button, home, modal, section


def test_a_command_says_who_asked_where_and_what(app: App, ana: Gestures) -> None:
    got: list[JSON] = []

    app.command("/gotano")(taking(got))
    assert ana.command("/gotano", "Acme & <Söhne>").ok
    assert ana.command("/gotano", channel="C0DEALS").ok
    expected = {"command": "/gotano", "text": "Acme & <Söhne>", "user_id": "U0ANA", "channel_id": ana.dm}
    assert expected.items() <= got[0].items()
    assert (got[1]["channel_id"], got[1]["channel_name"]) == ("C0DEALS", "deal-lessons")
    assert got[0]["is_enterprise_install"] == "false"


@pytest.mark.parametrize(
    ("answer", "seen_by_sam"),
    [
        ({"text": "hello"}, []),
        ({"text": "hello", "blocks": [section()]}, []),
        ({"text": "hello", "response_type": "in_channel"}, ["hello"]),
    ],
)
def test_the_answer_to_a_command_is_ephemeral_unless_it_says_otherwise(
    app: App, ana: Gestures, sam: Gestures, answer: JSON, seen_by_sam: list[str]
) -> None:
    def listener(ack: Callable[..., None]) -> None:
        ack(**answer)

    app.command("/gotano")(listener)
    ana.command("/gotano", channel="C0DEALS")
    assert [one["text"] for one in ana.messages("C0DEALS")] == ["hello"]
    assert [one["text"] for one in sam.messages("C0DEALS")] == seen_by_sam


def test_shortcuts_reach_the_bot_and_a_message_goes_with_its_own(
    app: App, client: WebClient, ana: Gestures
) -> None:
    got: list[JSON] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        got.append(body)
        ack()

    app.shortcut("debrief_a_no")(listener)
    ana.say("they said no")
    assert ana.shortcut("debrief_a_no").ok
    assert ana.shortcut("debrief_a_no", message=ana.messages()[0]).ok
    assert [body["type"] for body in got] == ["shortcut", "message_action"]
    assert got[1]["message"]["text"] == "they said no"
    assert got[1]["channel"]["id"] == ana.dm
    assert ana.view


def test_home_opens_and_its_buttons_work(app: App, client: WebClient, ana: Gestures) -> None:
    pressed: list[JSON] = []

    def publish(event: JSON) -> None:
        client.views_publish(user_id=event["user"], view=home(actions(button("go"))))

    app.event("app_home_opened")(publish)
    app.action("go")(taking(pressed))
    opened = ana.open_home()
    assert opened
    assert opened.ok
    ana.wait(lambda: ana.home)
    assert ana.press("go", message="home").ok
    assert (pressed[0]["view"]["type"], pressed[0]["view"]["id"]) == ("home", (ana.home or {})["id"])


def test_a_message_to_the_bot_is_an_event_where_it_subscribed(app: App, ana: Gestures) -> None:
    got: list[JSON] = []
    heard = threading.Event()

    def listener(event: JSON) -> None:
        got.append(event)
        heard.set()

    app.event("message")(listener)
    ana.say("hello")
    assert heard.wait(3)
    assert (got[0]["channel_type"], got[0]["text"], got[0]["user"]) == ("im", "hello", "U0ANA")
    assert ana.say("in a channel", channel="C0DEALS") is None


def test_a_gesture_is_quick(app: App, ana: Gestures) -> None:
    app.command("/gotano")(lambda ack: ack())
    ana.command("/gotano")
    assert patience.can_be_done_within(0.03, lambda: ana.command("/gotano"))


def act(who: Gestures) -> None:
    for number in range(10):
        who.command("/gotano")
        who.fill({"name": f"{who.person.id} {number}"})
        assert who.submit().action == "closed"


def test_people_act_at_the_same_time_without_getting_mixed_up(
    app: App, client: WebClient, ana: Gestures, sam: Gestures
) -> None:
    def opened(ack: Callable[[], None], body: JSON) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(private_metadata=body["user_id"]))
        ack()

    def submitted(ack: Callable[[], None], body: JSON) -> None:
        said = body["view"]["state"]["values"]["name"]["answer"]["value"]
        assert body["view"]["private_metadata"] == body["user"]["id"]
        client.chat_postMessage(channel=body["user"]["id"], text=said)
        ack()

    app.command("/gotano")(opened)
    app.view("form")(submitted)
    patience.be_patient(app)
    with ThreadPoolExecutor(2) as both:
        list(both.map(act, (ana, sam)))
    for who in (ana, sam):
        assert [one["text"] for one in who.messages()] == [f"{who.person.id} {n}" for n in range(10)]
