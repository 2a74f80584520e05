"""The stack of modals: what the bot's answers do to it, and what closing one tells."""

from __future__ import annotations

import pytest
from slack_bolt import App

from playground import Gestures, LocalSlack
from tests.playground.listeners import taking
from tests.playground.modals import Opens, answers
from tests.playground.shapes import JSON, modal, plain, question, section


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


@pytest.mark.parametrize("whole", [False, True])
def test_closing_tells_the_bot_only_if_it_asked_and_never_what_was_typed(
    app: App, opens: Opens, ana: Gestures, whole: bool
) -> None:
    got: list[JSON] = []

    app.view_closed("form")(taking(got))
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
