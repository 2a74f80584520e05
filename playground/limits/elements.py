"""What Slack refuses in each kind of block element."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from playground.identity import JSON

from .filters import check_filter
from .findings import Findings
from .options import check_confirm, check_options

ID_LONGEST = 255
PLACEHOLDER_LONGEST = 150
BUTTON_TEXT, BUTTON_VALUE, URL_LONGEST, ACCESSIBILITY_LABEL = 75, 2000, 3000, 75
ALT_TEXT_LONGEST = 2000
TEXT_INPUT_LONGEST = 3000
FILES_MOST = 10
FILE_TYPES = 100  # not documented; the strict side
DISPATCHED_ON = {"on_enter_pressed", "on_character_entered"}
CHOICES = {
    "static_select",
    "channels_select",
    "conversations_select",
    "users_select",
    "multi_static_select",
    "multi_channels_select",
    "multi_conversations_select",
    "multi_users_select",
    "radio_buttons",
    "checkboxes",
}

_COMMON = {"type", "action_id"}
_ASKS = _COMMON | {"confirm", "focus_on_load"}
_SELECT = _ASKS | {"placeholder"}
_TYPED = _COMMON | {"focus_on_load", "placeholder", "initial_value", "dispatch_action_config"}
_OF_OPTIONS = {"options", "option_groups"}
KEYS: dict[str, set[str]] = {
    "button": _COMMON | {"text", "value", "url", "style", "confirm", "accessibility_label"},
    "overflow": _COMMON | {"options", "confirm"},
    "image": {"type", "image_url", "slack_file", "alt_text"},
    "static_select": _SELECT | _OF_OPTIONS | {"initial_option"},
    "multi_static_select": _SELECT | _OF_OPTIONS | {"initial_options", "max_selected_items"},
    "radio_buttons": _ASKS | {"options", "initial_option"},
    "checkboxes": _ASKS | {"options", "initial_options"},
    "channels_select": _SELECT | {"initial_channel", "response_url_enabled"},
    "conversations_select": _SELECT
    | {"initial_conversation", "response_url_enabled", "default_to_current_conversation", "filter"},
    "users_select": _SELECT | {"initial_user"},
    "multi_channels_select": _SELECT | {"initial_channels", "max_selected_items"},
    "multi_conversations_select": _SELECT
    | {"initial_conversations", "max_selected_items", "default_to_current_conversation", "filter"},
    "multi_users_select": _SELECT | {"initial_users", "max_selected_items"},
    "plain_text_input": _TYPED | {"multiline", "min_length", "max_length"},
    "number_input": _TYPED | {"is_decimal_allowed", "min_value", "max_value"},
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "rich_text_input": _TYPED,
    "datepicker": _SELECT | {"initial_date"},
    "timepicker": _SELECT | {"initial_time", "timezone"},
    "datetimepicker": _ASKS | {"initial_date_time"},
    "file_input": _COMMON | {"filetypes", "max_files"},
}
_REQUIRED: dict[str, tuple[str, ...]] = {
    "button": ("text",),
    "overflow": ("options",),
    "image": ("alt_text",),
    "radio_buttons": ("options",),
    "checkboxes": ("options",),
    "number_input": ("is_decimal_allowed",),
}


def check_element(found: Findings, place: str, element: JSON, surface: str) -> None:
    """Add what Slack would refuse in one element; its type is known to be allowed there."""
    kind = element["type"]
    found.keys(place, element, KEYS[kind], _REQUIRED.get(kind, ()))
    found.string(f"{place}/action_id", element.get("action_id"), ID_LONGEST, least=1)
    found.text(f"{place}/placeholder", element.get("placeholder"), PLACEHOLDER_LONGEST)
    found.boolean(f"{place}/focus_on_load", element.get("focus_on_load"))
    check_confirm(found, f"{place}/confirm", element.get("confirm"))
    if kind == "button":
        _button(found, place, element)
    elif kind == "image":
        check_image(found, place, element)
    elif kind in ("plain_text_input", "number_input"):
        (_text_input if kind == "plain_text_input" else _number_input)(found, place, element)
    elif kind in ("datepicker", "timepicker"):
        _picker(found, place, element)
    elif kind == "file_input":
        _file_input(found, place, element)
    elif "options" in KEYS[kind]:
        check_options(found, place, element)
    if element.get("response_url_enabled") and surface != "modal":
        found.add(f"{place}/response_url_enabled", "only works in modals")
    if "filter" in element:
        check_filter(found, f"{place}/filter", element["filter"])
    if "max_selected_items" in element and not _whole(element["max_selected_items"], 1, 10_000):
        found.add(f"{place}/max_selected_items", "must be a whole number of at least 1")


def check_image(found: Findings, place: str, image: JSON) -> None:
    if (image.get("image_url") is None) == (image.get("slack_file") is None):
        found.add(place, "must have exactly one of image_url, slack_file")
    found.string(f"{place}/image_url", image.get("image_url"), URL_LONGEST, least=1)
    found.string(f"{place}/alt_text", image.get("alt_text"), ALT_TEXT_LONGEST, least=1)


def _button(found: Findings, place: str, element: JSON) -> None:
    found.text(f"{place}/text", element.get("text"), BUTTON_TEXT)
    found.string(f"{place}/value", element.get("value"), BUTTON_VALUE)
    found.string(f"{place}/url", element.get("url"), URL_LONGEST, least=1)
    found.string(f"{place}/accessibility_label", element.get("accessibility_label"), ACCESSIBILITY_LABEL)
    if element.get("style") not in (None, "primary", "danger"):
        found.add(f"{place}/style", "must be primary or danger")


def _text_input(found: Findings, place: str, element: JSON) -> None:
    least, most = element.get("min_length"), element.get("max_length")
    if least is not None and not _whole(least, 0, TEXT_INPUT_LONGEST):
        found.add(f"{place}/min_length", f"must be 0 to {TEXT_INPUT_LONGEST}")
    elif most is not None and not _whole(most, 1, TEXT_INPUT_LONGEST):
        found.add(f"{place}/max_length", f"must be 1 to {TEXT_INPUT_LONGEST}")
    else:
        longest = TEXT_INPUT_LONGEST if most is None else most
        if (least or 0) > longest:
            found.add(f"{place}/min_length", "must not be more than max_length")
        found.string(f"{place}/initial_value", element.get("initial_value"), longest)
    found.boolean(f"{place}/multiline", element.get("multiline"))
    config = element.get("dispatch_action_config")
    if config is not None and not set(config.get("trigger_actions_on") or ["?"]) <= DISPATCHED_ON:
        found.add(f"{place}/dispatch_action_config", f"trigger_actions_on must be of {sorted(DISPATCHED_ON)}")


def _number_input(found: Findings, place: str, element: JSON) -> None:
    found.boolean(f"{place}/is_decimal_allowed", element.get("is_decimal_allowed"))
    numbers = {}
    for key in ("min_value", "max_value", "initial_value"):
        if element.get(key) is not None:
            try:
                numbers[key] = Decimal(element[key] if isinstance(element[key], str) else "")
            except InvalidOperation:
                found.add(f"{place}/{key}", "must be a number in a string")
    if numbers.get("min_value", Decimal(0)) > numbers.get("max_value", Decimal("Infinity")):
        found.add(f"{place}/min_value", "must not be more than max_value")


def _picker(found: Findings, place: str, element: JSON) -> None:
    day, time = element.get("initial_date"), element.get("initial_time")
    if day is not None:
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day)):
                raise ValueError(day)
            date.fromisoformat(str(day))
        except ValueError:
            found.add(f"{place}/initial_date", "must be a date like YYYY-MM-DD")
    if time is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(time)):
        found.add(f"{place}/initial_time", "must be a time like HH:mm")


def _file_input(found: Findings, place: str, element: JSON) -> None:
    for number, one in enumerate(found.count(f"{place}/filetypes", element.get("filetypes"), 1, FILE_TYPES)):
        found.string(f"{place}/filetypes/{number}", one, ID_LONGEST, least=1)
    if "max_files" in element and not _whole(element["max_files"], 1, FILES_MOST):
        found.add(f"{place}/max_files", f"must be 1 to {FILES_MOST}")


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
