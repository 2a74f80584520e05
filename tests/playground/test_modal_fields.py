"""The fields of a modal: what a person fills in, what the bot is told, and what the client itself refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground import Gestures, PlaygroundError
from tests.playground.listeners import taking
from tests.playground.modals import Opens, answers
from tests.playground.shapes import JSON, actions, button, modal, option, question

CHOICE = {"options": [option("red"), option("blue")]}


@pytest.mark.parametrize(
    ("element", "value", "state"),
    [
        ({"type": "plain_text_input"}, "Acme", {"value": "Acme"}),
        ({"type": "plain_text_input", "initial_value": "Old"}, None, {"value": None}),
        ({"type": "number_input", "is_decimal_allowed": False}, "4", {"value": "4"}),
        ({"type": "static_select", **CHOICE}, "blue", {"selected_option": "blue"}),
        ({"type": "radio_buttons", **CHOICE}, "red", {"selected_option": "red"}),
        ({"type": "radio_buttons", **CHOICE}, None, {"selected_option": None}),
        ({"type": "checkboxes", **CHOICE}, ["red", "blue"], {"selected_options": ["red", "blue"]}),
        ({"type": "checkboxes", **CHOICE}, None, {"selected_options": []}),
        ({"type": "multi_static_select", **CHOICE}, ["blue"], {"selected_options": ["blue"]}),
        ({"type": "datepicker"}, "2026-11-03", {"selected_date": "2026-11-03"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "channels_select"}, "C0DEALS", {"selected_channel": "C0DEALS"}),
        ({"type": "conversations_select"}, "C0DEALS", {"selected_conversation": "C0DEALS"}),
    ],
)
def test_the_state_sent_is_what_was_filled_in(
    app: App, opens: Opens, ana: Gestures, element: JSON, value: Any, state: JSON
) -> None:
    got = answers(app, {})
    opens(modal(question("asked", element, optional=True)))
    ana.fill({"asked": value})
    assert ana.submit().action == "closed"
    sent = got[0]["view"]["state"]["values"]["asked"]["answer"]
    key, expected = next(iter(state.items()))
    chosen = sent.pop(key)
    if isinstance(chosen, list):
        chosen = [one["value"] for one in chosen]
    assert (chosen["value"] if isinstance(chosen, dict) else chosen) == expected
    assert sent == {"type": element["type"]}


@pytest.mark.parametrize(
    ("element", "key", "value"),
    [
        ({"type": "plain_text_input", "initial_value": "Old"}, "value", "Old"),
        ({"type": "static_select", **CHOICE, "initial_option": option("blue")}, "selected_option", "blue"),
        ({"type": "datepicker", "initial_date": "2026-11-03"}, "selected_date", "2026-11-03"),
    ],
)
def test_initial_values_count_as_filled_in(
    app: App, opens: Opens, ana: Gestures, element: JSON, key: str, value: str
) -> None:
    got = answers(app, {})
    opens(modal(question("asked", element)))
    assert ana.submit().action == "closed"
    sent = got[0]["view"]["state"]["values"]["asked"]["answer"][key]
    assert (sent["value"] if isinstance(sent, dict) else sent) == value


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input"}, None),
        ({"type": "plain_text_input"}, "   "),
        ({"type": "checkboxes", **CHOICE}, []),
        ({"type": "plain_text_input", "min_length": 3}, "ab"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd"),
        ({"type": "plain_text_input"}, "x" * 3001),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "3"),
    ],
)
def test_the_client_itself_refuses_an_unfit_field_and_sends_nothing(
    app: App, opens: Opens, ana: Gestures, element: JSON, value: Any
) -> None:
    got = answers(app, {})
    opens(modal(question("asked", element)))
    ana.fill({"asked": value})
    done = ana.submit()
    assert (done.action, list(done.errors), got) == ("errors", ["asked"], [])
    assert ana.view


def test_what_was_typed_survives_an_update_where_the_ids_stay(
    opens: Opens, client: WebClient, ana: Gestures
) -> None:
    opens(modal(question("kept"), question("renamed"), question("retyped")))
    ana.fill({"kept": "a", "renamed": "b", "retyped": "c"})
    assert ana.view
    old = ana.view
    number = {"type": "number_input", "is_decimal_allowed": False}
    new = modal(question("kept", {"type": "plain_text_input", "initial_value": "z"}), question("new"))
    new["blocks"].append(question("retyped", number))
    client.views_update(view_id=old["id"], hash=old["hash"], view=new)
    values = ana.view["state"]["values"]
    assert {key: entry["answer"]["value"] for key, entry in values.items()} == {
        "kept": "a",
        "new": None,
        "retyped": None,
    }
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=old["id"], hash=old["hash"], view=new)


def test_a_chosen_option_that_is_gone_is_chosen_no_more(
    opens: Opens, client: WebClient, ana: Gestures
) -> None:
    opens(modal(question("colour", {"type": "static_select", **CHOICE})))
    ana.fill({"colour": "blue"})
    assert ana.view
    only_red = {"type": "static_select", "options": [option("red")]}
    client.views_update(view_id=ana.view["id"], view=modal(question("colour", only_red)))
    assert ana.view["state"]["values"]["colour"]["answer"]["selected_option"] is None


def test_elements_outside_inputs_and_dispatching_inputs_tell_the_bot_at_once(
    app: App, opens: Opens, ana: Gestures
) -> None:
    got: list[JSON] = []

    app.action("answer")(taking(got))
    app.action("pick")(taking(got))
    pick = {"type": "static_select", "action_id": "pick", **CHOICE}
    told = question("told", {"type": "radio_buttons", **CHOICE}, dispatch_action=True)
    opens(modal(question("quiet"), told, actions(pick)))
    assert ana.fill({"quiet": "typed"}) is None
    assert ana.fill({"told": "red", "actions": "blue"})
    assert [body["actions"][0]["selected_option"]["value"] for body in got] == ["red", "blue"]
    last = got[-1]
    assert last["view"]["state"]["values"]["quiet"]["answer"]["value"] == "typed"
    assert last["container"] == {"type": "view", "view_id": last["view"]["id"]}
    assert last["hash"] == last["view"]["hash"]


def test_a_select_that_asks_for_it_gets_a_response_url(app: App, opens: Opens, ana: Gestures) -> None:
    got = answers(app, {})
    opens(modal(question("where", {"type": "conversations_select", "response_url_enabled": True})))
    ana.fill({"where": "C0OTHER"})
    ana.submit()
    [place] = got[0]["response_urls"]
    assert (place["block_id"], place["action_id"], place["channel_id"]) == ("where", "answer", "C0OTHER")
    WebhookClient(place["response_url"]).send(text="shared", response_type="in_channel")
    assert ana.messages("C0OTHER")[0]["text"] == "shared"


@pytest.mark.parametrize(
    "gesture",
    [
        lambda ana: ana.fill({"nowhere": "x"}),
        lambda ana: ana.fill({"colour": "green"}),
        lambda ana: ana.fill({"day": "3 Nov"}),
        lambda ana: ana.fill({"actions": "x"}),
        lambda ana: ana.press("absent"),
        lambda ana: ana.press("twin"),
        lambda ana: ana.press("go", message="home"),
    ],
)
def test_a_gesture_that_nobody_could_make_is_an_error(
    opens: Opens, ana: Gestures, gesture: Callable[[Gestures], object]
) -> None:
    colour = question("colour", {"type": "static_select", **CHOICE})
    twins = (
        actions(button("twin", value="1"), block_id="one"),
        actions(button("twin", value="1"), block_id="two"),
    )
    opens(modal(colour, question("day", {"type": "datepicker"}), actions(button("go")), *twins))
    with pytest.raises(PlaygroundError):
        gesture(ana)


def test_no_gesture_in_a_modal_without_one(ana: Gestures) -> None:
    assert ana.view is None
    for gesture in (ana.submit, ana.close, lambda: ana.fill({"x": "y"}), lambda: ana.press("x")):
        with pytest.raises(PlaygroundError):
            gesture()
