"""A file input in a modal: what a person hands in, what the bot is told, and who may read the bytes."""

from __future__ import annotations

import base64
import http.client
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from playground import Gestures, LocalSlack, PlaygroundError, check_message, check_view
from tests import patience
from tests.playground.calls import asked, client_of, refused
from tests.playground.modals import Opens, answers
from tests.playground.shapes import home, modal, question

INPUT = {"type": "file_input", "filetypes": ["csv"], "max_files": 1}
CONTENT = "Name;Reason\nDana;Zu teuer\n".encode("utf-16")
READS_FILES = ("commands", "chat:write", "im:write", "files:read")


@pytest.fixture
def slack_with(slack: LocalSlack) -> Callable[[tuple[str, ...]], WebClient]:
    """A client of a bot with these scopes."""

    def make(scopes: tuple[str, ...]) -> WebClient:
        added = slack.add_workspace([], team_id="T0SCOPES", scopes=list(scopes))
        return client_of(slack, added.bot_token)

    return make


def fetched(url: str, token: str = "") -> tuple[int, bytes, str | None]:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=patience.SECONDS)
    try:
        connection.request("GET", f"/{path}", headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get("Location")
    finally:
        connection.close()


def test_the_bot_is_told_of_the_file_and_reads_its_bytes(
    app: App, opens: Opens, ana: Gestures, slack: LocalSlack, client: WebClient
) -> None:
    got = answers(app, {})
    opens(modal(question("list", INPUT)))
    file_id = ana.hand_in("lost deals.csv", CONTENT)
    ana.fill({"list": [file_id]})
    assert ana.submit().action == "closed"
    state = got[0]["view"]["state"]["values"]["list"]["answer"]
    assert state["type"] == "file_input"
    assert [(one["id"], one["name"]) for one in state["files"]] == [(file_id, "lost deals.csv")]
    told: dict[str, Any] = client.files_info(file=file_id)["file"]
    assert (told["user"], told["size"]) == ("U0ANA", len(CONTENT))
    for key in ("url_private", "url_private_download"):
        assert fetched(told[key], slack.bot_token) == (200, CONTENT, None)


@pytest.mark.parametrize("token", ["", "xoxb-nobody"])
def test_whoever_may_not_read_a_file_is_led_to_a_page_to_sign_in(
    slack: LocalSlack, client: WebClient, ana: Gestures, token: str
) -> None:
    told = client.files_info(file=ana.hand_in("a.csv", CONTENT))["file"]
    status, body, place = fetched(told["url_private"], token)
    assert status == 302
    assert CONTENT not in body
    assert place is not None
    status, body, _ = fetched(f"{slack.url}{place}")
    assert (status, b"<!DOCTYPE html>" in body) == (200, True)


def test_without_files_read_neither_the_element_nor_the_file_is_to_be_had(
    slack_with: Callable[[tuple[str, ...]], WebClient], ana: Gestures
) -> None:
    client = slack_with(("commands", "chat:write"))
    file_id = ana.hand_in("a.csv", CONTENT)
    assert refused(client, "files.info", file=file_id)["error"] == "missing_scope"
    answer = refused(client, "views.open", trigger_id="x", view=modal(question("list", INPUT)))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")


def test_another_workspace_s_bot_does_not_find_the_file(
    slack_with: Callable[[tuple[str, ...]], WebClient], ana: Gestures
) -> None:
    answer = refused(slack_with(READS_FILES), "files.info", file=ana.hand_in("a.csv", CONTENT))
    assert answer["error"] == "file_not_found"


def test_the_client_sees_to_endings_number_and_size(
    app: App, opens: Opens, ana: Gestures, sam: Gestures
) -> None:
    answers(app, {})
    opens(modal(question("list", INPUT)))
    assert ana.submit().errors.keys() == {"list"}, "a file is required"
    csv = [ana.hand_in("a.csv", b"x"), ana.hand_in("b.CSV", b"x")]
    for wrong in (csv, [ana.hand_in("a.xlsx", b"x")], [sam.hand_in("a.csv", b"x")]):
        with pytest.raises(PlaygroundError):
            ana.fill({"list": wrong})
    with pytest.raises(PlaygroundError):
        ana.hand_in("large.csv", b"x" * (10 * 1024 * 1024 + 1))
    ana.fill({"list": csv[1:]})
    assert ana.submit().action == "closed"


@pytest.mark.parametrize(
    "wrong", [{"max_files": 0}, {"max_files": 11}, {"filetypes": "csv"}, {"focus_on_load": True}]
)
def test_slack_refuses_a_file_input_of_another_shape(wrong: dict[str, Any]) -> None:
    assert check_view(modal(question("list", INPUT))) == []
    assert check_view(modal(question("list", INPUT | wrong))) != []


def test_it_stands_in_modals_alone() -> None:
    assert check_view(home(question("list", INPUT))) != []
    assert check_message({"text": "x", "blocks": [question("list", INPUT)]}) != []


def test_the_page_hands_a_file_in(app: App, opens: Opens, slack: LocalSlack, ana: Gestures) -> None:
    got = answers(app, {})
    opens(modal(question("list", INPUT)))
    content = base64.b64encode(CONTENT).decode()
    _, done = asked(slack, "POST", "/ui/upload", {"user": "U0ANA", "name": "a.csv", "content": content})
    view = (ana.view or {})["id"]
    _, sent = asked(
        slack, "POST", "/ui/submit", {"user": "U0ANA", "view": view, "values": {"list": [done["id"]]}}
    )
    assert sent["action"] == "closed"
    assert got[0]["view"]["state"]["values"]["list"]["answer"]["files"][0]["name"] == "a.csv"
