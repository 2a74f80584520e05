"""The rules of structure that Slack enforces on views and messages, besides the sizes."""

from __future__ import annotations

from typing import Any

import pytest

from playground import check_message, check_view
from tests.playground.shapes import (
    JSON,
    actions,
    button,
    home,
    image,
    modal,
    option,
    plain,
    question,
    section,
)

TEXT_INPUT = {"type": "plain_text_input"}


def asking(kind: str, **more: Any) -> JSON:
    """A modal that asks one thing."""
    return modal(question("q", {"type": kind, **more}))


RED = {"options": [option("red")]}
MARKDOWN = {"type": "mrkdwn", "text": "*x*"}

REFUSED: list[tuple[str, JSON, str]] = [
    ("no submit", {**modal(), "submit": None}, "submit"),
    ("no title", {**modal(), "title": None}, "title"),
    ("a title on Home", {**home(), "title": plain("T")}, "title"),
    ("markup in a title", modal(title=MARKDOWN), "/view/title/type"),
    ("markup in a header", modal({"type": "header", "text": MARKDOWN}), "/blocks/0/text/type"),
    ("markup in a label", modal(question("q", label=MARKDOWN)), "/label/type"),
    (
        "markup in an option",
        asking("static_select", options=[{**option("a"), "text": MARKDOWN}]),
        "text/type",
    ),
    ("markup on a button", modal(actions(button("b", text=MARKDOWN))), "text/type"),
    ("an unknown block", modal({"type": "carousel"}), "unsupported type: carousel"),
    ("a block of another surface", modal({"type": "markdown", "text": "x"}), "unsupported type"),
    ("an unknown element", modal(actions({"type": "slider", "action_id": "s"})), "unsupported type: slider"),
    ("a text input in actions", modal(actions({**TEXT_INPUT, "action_id": "t"})), "unsupported type"),
    (
        "a button in an input",
        asking("button", text=plain("B")),
        "unsupported type",
    ),
    (
        "a text input beside a section",
        modal(section(accessory={**TEXT_INPUT, "action_id": "t"})),
        "unsupported",
    ),
    ("an unknown property", modal(section(colour="red")), "invalid additional property: colour"),
    ("a section without words", modal({"type": "section"}), "text or fields"),
    ("an input without label", modal({**question("q"), "label": None}), "label"),
    ("an input without element", modal({**question("q"), "element": None}), "element"),
    ("a block_id twice", modal(question("q"), question("q")), "block_id already exists: q"),
    ("an action_id twice", modal(actions(button("b"), button("b"))), "action_id already exists: b"),
    (
        "two focuses",
        modal(*(question(q, {**TEXT_INPUT, "focus_on_load": True}) for q in "ab")),
        "focus_on_load",
    ),
    (
        "an initial option not offered",
        asking("static_select", **RED, initial_option=option("blue")),
        "exactly",
    ),
    (
        "an initial option that differs in its description",
        asking("radio_buttons", **RED, initial_option={**option("red"), "description": plain("d")}),
        "exactly",
    ),
    (
        "initial options not offered",
        asking("checkboxes", **RED, initial_options=[option("blue")]),
        "exactly",
    ),
    (
        "no initial options",
        asking("checkboxes", **RED, initial_options=[]),
        "no less",
    ),
    (
        "options and groups",
        asking("static_select", **RED, option_groups=[]),
        "exactly one",
    ),
    ("neither options nor groups", asking("static_select"), "exactly one"),
    (
        "an option without value",
        asking("static_select", options=[{"text": plain("x")}]),
        "value",
    ),
    (
        "half a confirm",
        modal(actions(button("b", confirm={"title": plain("T"), "text": plain("t")}))),
        "confirm",
    ),
    ("another style", modal(actions(button("b", style="loud"))), "style"),
    ("decimals not said", asking("number_input"), "is_decimal_allowed"),
    (
        "a bound that is a number",
        asking("number_input", is_decimal_allowed=False, min_value=1),
        "min_value",
    ),
    (
        "bounds the wrong way",
        asking("number_input", is_decimal_allowed=False, min_value="2", max_value="1"),
        "min_value",
    ),
    (
        "lengths the wrong way",
        asking("plain_text_input", min_length=3, max_length=2),
        "min_length",
    ),
    (
        "a dispatch on nothing known",
        asking("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        "trigger_actions_on",
    ),
    (
        "no such day",
        asking("datepicker", initial_date="2026-02-30"),
        "initial_date",
    ),
    (
        "a day without zeros",
        asking("datepicker", initial_date="2026-2-3"),
        "initial_date",
    ),
    ("no such time", asking("timepicker", initial_time="24:00"), "initial_time"),
    ("no picture", modal({"type": "image", "alt_text": "a"}), "exactly one"),
    ("two pictures", modal(image(slack_file={"id": "F1"})), "exactly one"),
    ("no alt_text", modal({"type": "image", "image_url": "https://example.com/a.png"}), "alt_text"),
    (
        "a text that is none",
        modal(section() | {"text": {"type": "plain_text", "text": 7}}),
        "must be a string",
    ),
    ("metadata that is no string", modal(private_metadata={"a": 1}), "private_metadata"),
    ("a view type", {"type": "page", "blocks": []}, "modal or home"),
    ("blocks that are none", modal() | {"blocks": "x"}, "must be an array"),
    ("a block that is none", modal() | {"blocks": ["x"]}, "must be an object"),
]


@pytest.mark.parametrize(
    ("view", "problem"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_wrong_view_is_refused_at_its_place(view: JSON, problem: str) -> None:
    problems = check_view({key: value for key, value in view.items() if value is not None})
    assert any(problem in one and "[json-pointer:/view" in one for one in problems), problems


def rich(*parts: JSON) -> JSON:
    return {"type": "rich_text", "elements": list(parts)}


def part(kind: str, *inline: JSON, **more: Any) -> JSON:
    return {"type": f"rich_text_{kind}", "elements": list(inline), **more}


WORD = {"type": "text", "text": "word", "style": {"bold": True}}


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (rich(part("section", WORD, {"type": "link", "url": "https://example.com"})), None),
        (rich(part("list", part("section", WORD), style="bullet", indent=8)), None),
        (rich(part("preformatted", WORD), part("quote", WORD)), None),
        (rich(part("section", {"type": "text", "text": ""})), "more than 0"),
        (rich(part("section", {"type": "shout", "text": "x"})), "unsupported type: shout"),
        (rich(part("section", {**WORD, "style": {"loud": True}})), "loud"),
        (rich(part("list", part("section", WORD))), "style"),
        (rich(part("list", part("section", WORD), style="bullet", indent=9)), "indent"),
        (rich(part("list", WORD, style="bullet")), "rich_text_section"),
        (rich(part("preformatted", {"type": "user", "user_id": "U1"})), "unsupported type: user"),
        (rich(part("table")), "unsupported type"),
        ({"type": "rich_text"}, "elements"),
    ],
)
def test_rich_text_is_checked_to_its_leaves(block: JSON, problem: str | None) -> None:
    problems = check_view(home(block))
    assert any(problem in one for one in problems) if problem else problems == []


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ({"text": "words"}, None),
        ({"blocks": [section()]}, None),
        ({"text": "", "blocks": []}, "text or blocks"),
        ({"text": 7}, "must be a string"),
        ({"text": "t", "blocks": [question("q")]}, "unsupported type: input"),
        ({"text": "t", "blocks": [section(text="")]}, "[json-pointer:/blocks/0/text/text]"),
        ({"text": "t", "blocks": [section(block_id="a"), section(block_id="a")]}, "already exists"),
    ],
)
def test_a_message_is_checked_by_its_own_rules(args: JSON, problem: str | None) -> None:
    problems = check_message(args)
    assert any(problem in one for one in problems) if problem else problems == []


CONFIRM = {key: plain("Sure") for key in ("title", "text", "confirm", "deny")}


@pytest.mark.parametrize(
    "view",
    [
        modal(
            question("q", {"type": "radio_buttons", "options": [{**option("a"), "description": MARKDOWN}]})
        ),
        asking("static_select", **RED, initial_option=option("red")),
        modal(
            question(
                "q",
                {"type": "number_input", "is_decimal_allowed": True, "min_value": "-1.5", "max_value": "2"},
            )
        ),
        modal(section(accessory={"type": "datepicker", "action_id": "d", "initial_date": "2028-02-29"})),
        modal(actions(button("b", confirm=CONFIRM, style="danger")), {"type": "divider"}),
        home(question("q"), actions(button("b"))),
    ],
)
def test_a_right_view_is_taken(view: JSON) -> None:
    assert check_view(view) == []
