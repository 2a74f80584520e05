"""What the Slack client itself refuses when a person submits, before the bot hears of it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from playground.identity import JSON
from playground.state.inputs import KEYS, State

TEXT_LONGEST = 3000  # docs/slack.md, "Sizes": plain_text_input


def client_errors(blocks: list[JSON], state: State) -> dict[str, str]:
    """block_id -> the client's sentence, for every input that may not be sent as it is."""
    errors = {}
    for block in blocks:
        if block.get("type") == "input":
            element = block["element"]
            value = state[block["block_id"]][element["action_id"]][KEYS[element["type"]][0]]
            problem = _problem(block, element, value)
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _problem(block: JSON, element: JSON, value: Any) -> str | None:
    if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        return _text_problem(element, str(value))
    if element["type"] == "number_input":
        return _number_problem(element, str(value))
    if element["type"] == "checkboxes" or "max_selected_items" not in element:
        return None
    most = element["max_selected_items"]
    return f"Please select at most {most} items." if len(value) > most else None


def _text_problem(element: JSON, text: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", TEXT_LONGEST)
    if len(text) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(text) > most else None


def _number_problem(element: JSON, text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < Decimal(str(low)):
        return f"Please enter a number of at least {low}."
    return (
        f"Please enter a number of at most {high}."
        if high is not None and number > Decimal(str(high))
        else None
    )
