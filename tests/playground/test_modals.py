"""Modals: what a person fills in, what the bot is told, and what its answers do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground import Gestures, LocalSlack, PlaygroundError
from tests.playground.shapes import JSON, actions, button, modal, option, plain, question, section

Opens = Callable[[JSON], None]


def answers(app: App, answer: JSON) -> list[JSON]:
    """The bot answers each submission of `form` with `answer`; the payloads it got."""
    got: list[JSON] = []

    def listener(ack: Callable[..., None], body: JSON) -> None:
        got.append(body)
        ack(**answer)

    app.view("form")(listener)
    return got


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


@pytest.mark.parametrize(
    ("answer", "action", "titles"),
    [
        ({}, "closed", []),
        ({"response_action": "clear"}, "cleared", []),
        ({"response_action": "update", "view": modal(title=plain("Two"))}, "updated", ["Two"]),
        ({"response_action": "push", "view": modal(title=plain("Two"))}, "pushed", ["Title", "Two"]),
        ({"response_action": "errors", "errors": {"name": "Who?"}}, "errors", ["Title"]),
        ({"response_action": "errors", "errors": {"nowhere": "Who?"}}, "failed", ["Title"]),
        ({"response_action": "errors", "errors": {"words": "Who?"}}, "failed", ["Title"]),
        ({"response_action": "update", "view": modal(title=plain("x" * 25))}, "failed", ["Title"]),
        ({"response_action": "dance"}, "failed", ["Title"]),
    ],
)
def test_the_answer_to_a_submission_moves_the_stack(
    app: App, opens: Opens, slack: LocalSlack, ana: Gestures, answer: JSON, action: str, titles: list[str]
) -> None:
    answers(app, answer)
    opens(modal(question("name"), section(block_id="words")))
    ana.fill({"name": "Acme"})
    done = ana.submit()
    assert done.action == action
    assert [view["title"]["text"] for view in ana.views] == titles
    assert bool(slack.refusals) == (action == "failed") == bool(done.error)


def test_a_fourth_view_is_not_pushed(app: App, opens: Opens, slack: LocalSlack, ana: Gestures) -> None:
    answers(app, {"response_action": "push", "view": modal()})
    opens(modal())
    done = []
    for _ in range(3):
        ana.fill({"name": "Acme"})
        done.append(ana.submit().action)
    assert done == ["pushed", "pushed", "failed"]
    assert [refusal["error"] for refusal in slack.refusals] == ["push_limit_reached"]
    root = ana.views[0]["id"]
    assert [(v["root_view_id"], v["previous_view_id"]) for v in ana.views] == [
        (root, None),
        (root, root),
        (root, ana.views[1]["id"]),
    ]


def test_a_view_below_comes_back_as_it_was_left(app: App, opens: Opens, ana: Gestures) -> None:
    answers(app, {"response_action": "push", "view": modal(callback_id="second")})
    app.view("second")(lambda ack: ack())
    opens(modal())
    ana.fill({"name": "Acme"})
    ana.submit()
    ana.fill({"name": "Other"})
    assert ana.submit().action == "closed"
    assert ana.view
    assert ana.view["state"]["values"]["name"]["answer"]["value"] == "Acme"


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

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body)
        ack()

    app.action("answer")(listener)
    app.action("pick")(listener)
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


@pytest.mark.parametrize("whole", [False, True])
def test_closing_tells_the_bot_only_if_it_asked_and_never_what_was_typed(
    app: App, opens: Opens, ana: Gestures, whole: bool
) -> None:
    got: list[JSON] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body)
        ack()

    app.view_closed("form")(listener)
    answers(app, {"response_action": "push", "view": modal(notify_on_close=True)})
    opens(modal(notify_on_close=True))
    ana.fill({"name": "Acme"})
    ana.submit()
    ana.fill({"name": "Other"})
    views = ana.views
    assert ana.close(all=whole)
    assert [view["id"] for view in ana.views] == ([] if whole else [views[0]["id"]])
    assert (got[0]["view"]["id"], got[0]["is_cleared"]) == (views[0 if whole else 1]["id"], whole)
    assert got[0]["view"]["state"]["values"] == {}
    opens(modal())
    assert ana.close() is None


def test_clear_on_close_takes_the_whole_modal_away(app: App, opens: Opens, ana: Gestures) -> None:
    answers(app, {"response_action": "push", "view": modal(clear_on_close=True)})
    opens(modal(question("name", optional=True)))
    ana.submit()
    ana.close()
    assert ana.views == []


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
