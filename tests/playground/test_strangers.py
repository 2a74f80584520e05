"""People of another workspace, in a channel shared by Slack Connect."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import Gestures, LocalSlack, Person
from tests.playground.listeners import taking
from tests.playground.shapes import JSON, actions, button, modal


@pytest.fixture
def eve(slack: LocalSlack) -> Gestures:
    return slack.stranger(Person("U0EVE", "Eve Hart"), team_id="T0PARTNER", channel="C0DEALS")


def test_a_strangers_button_is_ours_and_their_form_is_theirs(
    app: App, client: WebClient, eve: Gestures
) -> None:
    got: list[JSON] = []

    def press(ack: Callable[[], None], body: JSON) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(actions(button("x"))))
        got.append(body)
        ack()

    app.action("go")(press)
    app.view("form")(taking(got))
    client.chat_postMessage(channel="C0DEALS", text="press", blocks=[actions(button("go"))])
    assert eve.press("go", eve.messages("C0DEALS")[0]).ok
    assert eve.submit().action == "closed"
    assert {body["user"]["team_id"] for body in got} == {"T0PARTNER"}
    assert [body["team"]["id"] for body in got] == ["T0DEMO", "T0PARTNER"]
    assert got[1]["view"]["app_installed_team_id"] == "T0DEMO"


def test_what_slack_does_not_offer_a_stranger_comes_from_their_workspace(app: App, eve: Gestures) -> None:
    got: list[JSON] = []

    app.command("/gotano")(taking(got))
    app.shortcut("debrief")(taking(got))
    assert eve.command("/gotano", channel="C0DEALS").ok
    assert eve.shortcut("debrief").ok
    assert got[0]["team_id"] == got[1]["team"]["id"] == got[1]["user"]["team_id"] == "T0PARTNER"


def test_a_strangers_message_names_both_workspaces(slack: LocalSlack, app: App, eve: Gestures) -> None:
    got: list[JSON] = []
    heard = threading.Event()

    def listener(body: JSON) -> None:
        got.append(body)
        heard.set()

    app.event("message")(listener)
    eve.say("hello")
    assert heard.wait(3)
    assert (got[0]["team_id"], got[0]["context_team_id"]) == ("T0PARTNER", "T0DEMO")
    assert got[0]["authorizations"][0]["team_id"] == "T0DEMO"
    assert got[0]["event"]["user_team"] == got[0]["event"]["team"] == "T0PARTNER"
    slack.send_event({"type": "message", "user": "U0EVE", "user_team": "T0PARTNER", "channel": "C0DEALS"})
    assert eve.wait(lambda: len(got) == 2)
    assert got[1]["is_ext_shared_channel"]


def test_a_stranger_is_known_but_not_listed(client: WebClient, eve: Gestures) -> None:
    told = client.users_info(user=eve.person.id, include_locale=True)["user"]
    assert (told["team_id"], "locale" in told) == ("T0PARTNER", False)
    assert "U0EVE" not in [one["id"] for one in client.users_list()["members"]]
    assert client.conversations_info(channel="C0DEALS")["channel"]["is_ext_shared"]
