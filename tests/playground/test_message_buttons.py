"""Buttons, menus and selects in a message: where they stand and what they tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import Gestures, PlaygroundError
from tests.playground.listeners import taking
from tests.playground.messages import BUTTON
from tests.playground.shapes import JSON, actions, button, option, section


def test_a_button_in_a_message_says_where_it_stands(app: App, client: WebClient, ana: Gestures) -> None:
    got: list[JSON] = []

    app.action("go")(taking(got))
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
