"""The page's routes: what it is shown, what its gestures do, and who may not ask."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import AppConfig, Clock, Control, Gestures, LocalSlack
from tests import patience
from tests.playground.calls import asked
from tests.playground.conftest import PEOPLE
from tests.playground.listeners import taking
from tests.playground.shapes import JSON, actions, button, home, modal, option, question

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def gesture(slack: LocalSlack, path: str, **body: Any) -> JSON:
    return asked(slack, "POST", f"/ui/{path}", {"user": "U0ANA", **body})[1]


def state(slack: LocalSlack, user: str = "U0ANA") -> JSON:
    return asked(slack, "GET", f"/ui/state?user={user}")[1]


@pytest.fixture
def demo() -> Iterator[LocalSlack]:
    """A workspace with all that the page offers, its clock at noon."""
    with LocalSlack(
        PEOPLE,
        config=AppConfig(
            commands=[{"name": "/gotano", "description": "Debrief a no", "usage_hint": "[prospect]"}],
            shortcuts=[{"callback_id": "debrief", "name": "Debrief a no", "type": "global"}],
        ),
        clock=Clock(now=lambda: NOON),
        channels=[("C0DEALS", "deal-lessons")],
        controls=[Control("day", "A day ahead", lambda: "It is tomorrow.")],
    ) as running:
        yield running


def test_the_state_is_all_that_one_person_sees(demo: LocalSlack) -> None:
    client = WebClient(token=demo.bot_token, base_url=demo.api_url)
    client.chat_postMessage(channel="U0ANA", text="hello")
    client.views_publish(user_id="U0ANA", view=home())
    shown = state(demo)
    assert shown["me"] == {"id": "U0ANA", "name": "Ana Costa", "tz": "Europe/Lisbon"}
    assert shown["clock"] == {
        "now": "2026-11-03T12:00:00+00:00",
        "local": "Tue 3 Nov 2026, 12:00",
        "zone": "Europe/Lisbon",
    }
    assert [(one["name"], one["kind"]) for one in shown["channels"]] == [
        ("deal-lessons", "channel"),
        ("gotano", "dm"),
    ]
    message = shown["channels"][1]["messages"][0]
    assert (message["text"], message["username"], message["ephemeral"]) == ("hello", "gotano", False)
    assert shown["home"]["type"] == "home"
    assert (shown["commands"][0]["name"], shown["shortcuts"][0]["type"]) == ("/gotano", "global")
    assert shown["controls"] == [{"name": "day", "label": "A day ahead"}]
    assert state(demo, "U0SAM")["channels"][1]["messages"] == []
    assert state(demo, "")["me"]["id"] == "U0ANA"
    assert asked(demo, "GET", "/ui/state?user=U0NOBODY")[0] == 404


@pytest.mark.parametrize(
    ("name", "body", "answer"),
    [
        ("control", {"name": "day"}, {"ok": True, "text": "It is tomorrow."}),
        ("control", {"name": "night"}, {"ok": False, "error": "There is no such button."}),
        ("command", {"text": "/wave"}, {"ok": False, "error": "/wave is not a valid command."}),
        (
            "command",
            {"text": "/gotano Acme"},
            {"ok": False, "error": '/gotano failed with the error "dispatch_failed"'},
        ),
        ("submit", {"view": "V1", "values": {}}, {"ok": False, "error": "This view is no longer open."}),
        ("say", {"text": "hello"}, {"ok": True}),
    ],
)
def test_every_gesture_answers_with_a_sentence(demo: LocalSlack, name: str, body: JSON, answer: JSON) -> None:
    assert gesture(demo, name, **body) == answer


def test_a_channel_takes_the_bot_in_when_it_is_invited(demo: LocalSlack) -> None:
    client = WebClient(token=demo.bot_token, base_url=demo.api_url)
    assert gesture(demo, "command", channel="C0DEALS", text="/invite @gotano")["ok"]
    assert client.chat_postMessage(channel="C0DEALS", text="hello")["ok"]


def test_a_modal_from_the_page(slack: LocalSlack, app: App, opens: Callable[[JSON], None]) -> None:
    told: list[JSON] = []
    sent: list[JSON] = []

    def submitted(ack: Callable[..., None], view: JSON) -> None:
        sent.append(view["state"]["values"])
        ack(response_action="errors", errors={"name": "Who?"})

    app.action("answer")(taking(told))
    app.view("form")(submitted)
    colour = question("colour", {"type": "radio_buttons", "options": [option("red")]}, dispatch_action=True)
    opens(modal(question("name"), colour))
    view = state(slack)["views"][0]
    pressing = {"where": {"view": view["id"]}, "block_id": "colour", "action_id": "answer", "value": "red"}
    typed = {"name": "Acme", "colour": None}
    assert gesture(slack, "action", **pressing, state=typed) == {"ok": True}
    assert told[0]["view"]["state"]["values"]["name"]["answer"]["value"] == "Acme"
    done = gesture(slack, "submit", view=view["id"], values={"name": None, "colour": "red"})
    assert (done["action"], list(done["errors"]), sent) == ("errors", ["name"], [])
    done = gesture(slack, "submit", view=view["id"], values={"name": "Acme", "colour": "red"})
    assert done == {"ok": True, "action": "errors", "errors": {"name": "Who?"}}
    assert sent[0]["name"]["answer"]["value"] == "Acme"
    assert state(slack)["views"][0]["state"]["values"]["name"]["answer"]["value"] == "Acme"
    assert gesture(slack, "close", view=view["id"], all=True) == {"ok": True}
    assert state(slack)["views"] == []


def test_buttons_in_messages_and_at_home_from_the_page(
    slack: LocalSlack, app: App, client: WebClient, ana: Gestures
) -> None:
    pressed: list[JSON] = []
    asked_for: list[JSON] = []
    app.action("go")(taking(pressed))
    app.shortcut("debrief")(taking(asked_for))
    client.chat_postMessage(channel=ana.dm, text="press", blocks=[actions(button("go"))])
    client.views_publish(user_id="U0ANA", view=home(actions(button("go"))))
    ts = ana.messages()[0]["ts"]
    places: list[JSON] = [{"message": ts, "channel": ana.dm}, {"home": True}]
    for where in places:
        pressing = {"where": where, "block_id": "actions", "action_id": "go", "value": None, "state": {}}
        assert gesture(slack, "action", **pressing) == {"ok": True}
    assert gesture(slack, "shortcut", callback_id="debrief") == {"ok": True}
    assert gesture(slack, "shortcut", callback_id="debrief", channel=ana.dm, message=ts) == {"ok": True}
    assert [body["container"]["type"] for body in pressed] == ["message", "view"]
    assert [body["type"] for body in asked_for] == ["shortcut", "message_action"]
    assert gesture(slack, "home") == {"ok": True}
    assert [one["text"] for one in state(slack)["notices"]] == ["gotano did not answer."]


def test_each_change_is_announced(demo: LocalSlack) -> None:
    connection = http.client.HTTPConnection(demo.url.removeprefix("http://"), timeout=patience.SECONDS)
    connection.request("GET", "/ui/events?user=U0ANA")
    answer = connection.getresponse()

    def announced() -> int:
        lines = [answer.readline().decode() for _ in range(3)]
        assert lines[0] == "event: changed\n"
        version: int = json.loads(lines[1].removeprefix("data: "))["version"]
        return version

    first = announced()
    demo.person("U0SAM").change_zone("Asia/Kolkata")
    assert announced() > first
    connection.close()


def test_the_page_itself_is_served(demo: LocalSlack) -> None:
    status, page = asked(demo, "GET", "/")
    assert (status, "<html" in page["text"]) == (200, True)
    assert asked(demo, "GET", "/page/shell/main.js")[0] == 200


def test_a_file_can_be_fetched_from_the_page(slack: LocalSlack, client: WebClient, ana: Gestures) -> None:
    client.files_upload_v2(channel=ana.dm, filename="deals.csv", content="a,b\n")
    dm = next(one for one in state(slack)["channels"] if one["kind"] == "dm")
    path = dm["messages"][0]["files"][0]["url_private_download"]
    assert asked(slack, "GET", path) == (200, {"text": "a,b\n"})
    assert asked(slack, "GET", "/ui/files/F0")[0] == 404


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/ui/state", {}, 200),
        ("/ui/state", {"Host": "localhost:8000"}, 200),
        ("/ui/state", {"Host": "evil.example:8000"}, 403),
        ("/", {"Host": "evil.example"}, 403),
        ("/ui/state", {"Origin": "http://evil.example"}, 403),
        ("/ui/state", {"Sec_Fetch_Site": "cross-site"}, 403),
        ("/page/../conftest.py", {}, 404),
        ("/page/%2e%2e/identity.py", {}, 404),
        ("/page/routes.py", {}, 404),
        ("/page/shell/absent.js", {}, 404),
    ],
)
def test_only_browsers_on_this_machine_are_served(
    demo: LocalSlack, path: str, headers: dict[str, str], status: int
) -> None:
    assert asked(demo, "GET", path, **headers)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 403),
    ],
)
def test_no_other_site_can_post(demo: LocalSlack, headers: dict[str, str], status: int) -> None:
    assert asked(demo, "POST", "/ui/say", {"user": "U0ANA", "text": "x"}, **headers)[0] == status
    assert len(demo.person("U0ANA").messages()) == (status == 200)
