"""What Slack refuses in options, option groups and confirm dialogs."""

from __future__ import annotations

from typing import Any

from playground.blocks import all_options
from playground.identity import JSON

from .findings import ANY_TEXT, PLAIN, Findings

MOST_OPTIONS = {
    "static_select": (1, 100),
    "multi_static_select": (1, 100),
    "radio_buttons": (1, 10),
    "checkboxes": (1, 10),
    "overflow": (1, 5),
}
GROUPS = 100
GROUP_LABEL = 75
OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION = 75, 150, 75
OPTION_URL = 3000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
_CONFIRM_KEYS = ("title", "text", "confirm", "deny")
_WITH_MARKUP = ("radio_buttons", "checkboxes")


def check_options(found: Findings, place: str, element: JSON) -> None:
    """Add what Slack would refuse in the options of an element, the initial ones included."""
    kind = element["type"]
    least, most = MOST_OPTIONS[kind]
    if kind.endswith("select") and (element.get("options") is None) == (element.get("option_groups") is None):
        found.add(place, "must have exactly one of options, option_groups")
    before = len(found.problems)
    _list_of_options(found, f"{place}/options", element.get("options"), kind, least, most)
    groups = found.count(f"{place}/option_groups", element.get("option_groups"), 1, GROUPS)
    for number, group in enumerate(groups):
        at = f"{place}/option_groups/{number}"
        if not isinstance(group, dict):
            found.add(at, "must be an object")
            continue
        found.keys(at, group, {"label", "options"}, ("label", "options"))
        found.text(f"{at}/label", group.get("label"), GROUP_LABEL)
        _list_of_options(found, f"{at}/options", group.get("options"), kind, 1, most)
    if len(found.problems) == before:
        _initial(found, place, element)


def check_confirm(found: Findings, place: str, confirm: Any) -> None:
    """Add what Slack would refuse in a confirm dialog; None is not looked at."""
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        found.add(place, "must be an object")
        return
    found.keys(place, confirm, {*_CONFIRM_KEYS, "style"}, _CONFIRM_KEYS)
    found.text(f"{place}/title", confirm.get("title"), CONFIRM_TITLE)
    found.text(f"{place}/text", confirm.get("text"), CONFIRM_TEXT, ANY_TEXT)
    found.text(f"{place}/confirm", confirm.get("confirm"), CONFIRM_BUTTON)
    found.text(f"{place}/deny", confirm.get("deny"), CONFIRM_BUTTON)
    if confirm.get("style") not in (None, "primary", "danger"):
        found.add(f"{place}/style", "must be primary or danger")


def _list_of_options(found: Findings, place: str, options: Any, kind: str, least: int, most: int) -> None:
    kinds = ANY_TEXT if kind in _WITH_MARKUP else PLAIN
    allowed = {"text", "value", "description"} | ({"url"} if kind == "overflow" else set())
    for number, option in enumerate(found.count(place, options, least, most)):
        at = f"{place}/{number}"
        if not isinstance(option, dict):
            found.add(at, "must be an object")
            continue
        found.keys(at, option, allowed, ("text", "value"))
        found.text(f"{at}/text", option.get("text"), OPTION_TEXT, kinds)
        found.string(f"{at}/value", option.get("value"), OPTION_VALUE, least=1)
        found.text(f"{at}/description", option.get("description"), OPTION_DESCRIPTION, kinds)
        found.string(f"{at}/url", option.get("url"), OPTION_URL, least=1)


def _initial(found: Findings, place: str, element: JSON) -> None:
    offered = all_options(element)
    single, several = element.get("initial_option"), element.get("initial_options")
    if single is not None and single not in offered:
        found.add(f"{place}/initial_option", "must equal one of the options exactly")
    if several is not None:
        for number, one in enumerate(found.count(f"{place}/initial_options", several, 1, len(offered))):
            if one not in offered:
                found.add(f"{place}/initial_options/{number}", "must equal one of the options exactly")
