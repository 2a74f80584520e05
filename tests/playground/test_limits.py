"""Every size in docs/slack.md: accepted at the limit, refused one above."""

from __future__ import annotations

from collections.abc import Callable
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

Make = Callable[[int], Any]


def words(length: int) -> str:
    return "x" * length


def of_modal(make: Callable[[int], JSON]) -> Make:
    return lambda size: check_view(modal(make(size)))


def of_element(make: Callable[[int], JSON]) -> Make:
    """The element in an input block."""
    return lambda size: check_view(modal(question("asked", make(size))))


def of_button(make: Callable[[int], JSON]) -> Make:
    return lambda size: check_view(modal(actions({**button("go"), **make(size)})))


def of_option(make: Callable[[int], JSON], kind: str = "static_select") -> Make:
    return of_element(lambda size: {"type": kind, "options": [option("a") | make(size)]})


def confirm(**changed: JSON) -> JSON:
    texts = {key: plain("Sure") for key in ("title", "text", "confirm", "deny")}
    return {"confirm": {**texts, **changed}}


def options(count: int) -> list[JSON]:
    return [option(f"v{number}") for number in range(count)]


def groups(count: int) -> JSON:
    return {"type": "static_select", "option_groups": [{"label": plain("G"), "options": options(1)}] * count}


def overflow(count: int) -> JSON:
    return section(accessory={"type": "overflow", "action_id": "more", "options": options(count)})


def context(count: int) -> JSON:
    return {"type": "context", "elements": [plain("c")] * count}


def buttons(count: int) -> JSON:
    return actions(*(button(f"b{number}") for number in range(count)))


def in_message(size: int) -> list[str]:
    return check_message({"text": "t", "blocks": [{"type": "divider"}] * size})


UPPER: list[tuple[str, int, Make]] = [
    ("blocks in a message", 50, in_message),
    ("blocks in a modal", 100, lambda n: check_view(modal(*[{"type": "divider"}] * n))),
    ("blocks on Home", 100, lambda n: check_view(home(*[{"type": "divider"}] * n))),
    ("title", 24, lambda n: check_view(modal(title=plain(words(n))))),
    ("submit", 24, lambda n: check_view(modal(submit=plain(words(n))))),
    ("close", 24, lambda n: check_view(modal(close=plain(words(n))))),
    ("private_metadata", 3000, lambda n: check_view(modal(private_metadata=words(n)))),
    ("callback_id", 255, lambda n: check_view(modal(callback_id=words(n)))),
    ("external_id", 255, lambda n: check_view(modal(external_id=words(n)))),
    ("block_id", 255, of_modal(lambda n: section(block_id=words(n)))),
    ("action_id", 255, of_button(lambda n: {"action_id": words(n)})),
    ("section text", 3000, of_modal(lambda n: section(words(n)))),
    ("section fields", 10, of_modal(lambda n: {"type": "section", "fields": [plain("f")] * n})),
    ("a field", 2000, of_modal(lambda n: {"type": "section", "fields": [plain(words(n))]})),
    ("header", 150, of_modal(lambda n: {"type": "header", "text": plain(words(n))})),
    ("context elements", 10, of_modal(context)),
    ("actions elements", 25, of_modal(buttons)),
    ("label", 2000, of_modal(lambda n: question("q", label=plain(words(n))))),
    ("hint", 2000, of_modal(lambda n: question("q", hint=plain(words(n))))),
    ("placeholder", 150, of_element(lambda n: {"type": "plain_text_input", "placeholder": plain(words(n))})),
    ("select options", 100, of_element(lambda n: {"type": "static_select", "options": options(n)})),
    ("select groups", 100, of_element(groups)),
    ("radio options", 10, of_element(lambda n: {"type": "radio_buttons", "options": options(n)})),
    ("checkbox options", 10, of_element(lambda n: {"type": "checkboxes", "options": options(n)})),
    ("overflow options", 5, of_modal(overflow)),
    ("option text", 75, of_option(lambda n: {"text": plain(words(n))})),
    ("option value", 150, of_option(lambda n: {"value": words(n)})),
    ("option description", 75, of_option(lambda n: {"description": plain(words(n))})),
    ("radio description", 75, of_option(lambda n: {"description": plain(words(n))}, "radio_buttons")),
    ("button text", 75, of_button(lambda n: {"text": plain(words(n))})),
    ("button value", 2000, of_button(lambda n: {"value": words(n)})),
    ("button url", 3000, of_button(lambda n: {"url": words(n)})),
    ("accessibility_label", 75, of_button(lambda n: {"accessibility_label": words(n)})),
    ("confirm title", 100, of_button(lambda n: confirm(title=plain(words(n))))),
    ("confirm text", 300, of_button(lambda n: confirm(text=plain(words(n))))),
    ("confirm yes", 30, of_button(lambda n: confirm(confirm=plain(words(n))))),
    ("confirm no", 30, of_button(lambda n: confirm(deny=plain(words(n))))),
    ("min_length", 3000, of_element(lambda n: {"type": "plain_text_input", "min_length": n})),
    ("max_length", 3000, of_element(lambda n: {"type": "plain_text_input", "max_length": n})),
    ("initial text", 3000, of_element(lambda n: {"type": "plain_text_input", "initial_value": words(n)})),
    (
        "initial text by max_length",
        9,
        of_element(lambda n: {"type": "plain_text_input", "max_length": 9, "initial_value": words(n)}),
    ),
    ("image url", 3000, of_modal(lambda n: image(image_url=words(n)))),
    ("alt_text", 2000, of_modal(lambda n: image(alt_text=words(n)))),
    ("image title", 2000, of_modal(lambda n: image(title=plain(words(n))))),
]

LOWER: list[tuple[str, int, Make]] = [
    ("title", 1, lambda n: check_view(modal(title=plain(words(n))))),
    ("section text", 1, of_modal(lambda n: section(words(n)))),
    (
        "section fields",
        1,
        of_modal(lambda n: {"type": "section", "text": plain("t"), "fields": [plain("f")] * n}),
    ),
    ("header", 1, of_modal(lambda n: {"type": "header", "text": plain(words(n))})),
    ("context elements", 1, of_modal(context)),
    ("actions elements", 1, of_modal(buttons)),
    ("select options", 1, of_element(lambda n: {"type": "static_select", "options": options(n)})),
    ("radio options", 1, of_element(lambda n: {"type": "radio_buttons", "options": options(n)})),
    ("overflow options", 1, of_modal(overflow)),
    ("option text", 1, of_option(lambda n: {"text": plain(words(n))})),
    ("option value", 1, of_option(lambda n: {"value": words(n)})),
    ("button text", 1, of_button(lambda n: {"text": plain(words(n))})),
    ("min_length", 0, of_element(lambda n: {"type": "plain_text_input", "min_length": n})),
    ("max_length", 1, of_element(lambda n: {"type": "plain_text_input", "max_length": n})),
    ("alt_text", 1, of_modal(lambda n: image(alt_text=words(n)))),
    ("block_id", 1, of_modal(lambda n: section(block_id=words(n)))),
]


@pytest.mark.parametrize(("most", "check"), [case[1:] for case in UPPER], ids=[case[0] for case in UPPER])
def test_the_most_is_taken_and_one_more_refused(most: int, check: Make) -> None:
    assert check(most) == []
    assert check(most + 1)


@pytest.mark.parametrize(("least", "check"), [case[1:] for case in LOWER], ids=[case[0] for case in LOWER])
def test_the_least_is_taken_and_one_less_refused(least: int, check: Make) -> None:
    assert check(least) == []
    assert check(least - 1)


def test_a_view_of_250_kilobytes_is_too_large() -> None:
    def view(padding: int) -> JSON:
        return modal(*[section(words(3000)) for _ in range(80)], private_metadata=words(padding))

    assert check_view(view(0)) == []
    assert check_view(modal(*[section(words(3000)) for _ in range(90)]))
