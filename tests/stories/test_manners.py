"""Manners everywhere: whoever only hears a message's text hears all of it, and no label is a picture."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Any

from prompts.deal_card import CHANGE_DATE, HAPPENED, HISTORY, SHARE, SHOW
from prompts.home import SHELF
from storage.overview import Shelf
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.homes import offers
from tests.stories.scenes import told

WORDS = "Not this year, and please do not ask me again before the summer"
_LABELS = frozenset({"button", "static_select", "overflow"})
_ENOUGH_WORDS = 4
"""Shorter runs are headings, which carry nothing by themselves."""


def said(part: Any) -> Iterator[str]:
    """Every text on a message that is no control's label."""
    if isinstance(part, list):
        for one in part:
            yield from said(one)
    elif isinstance(part, dict) and part.get("type") not in _LABELS:
        if isinstance(part.get("text"), str):
            yield from part["text"].split("\n")
        for one in part.values():
            yield from said(one) if isinstance(one, dict | list) else ()


def unheard(message: dict[str, Any]) -> list[str]:
    """What is seen on a message, and not in its top-level text."""
    heard = unescape(message["text"])
    seen = (text.strip() for text in said(message.get("blocks", [])))
    return [text for text in seen if len(text.split()) >= _ENOUGH_WORDS and text not in heard]


def every_message(rig: Rig) -> list[dict[str, Any]]:
    """Cards, nudges, a digest, a reminder, a draft's note, files, and the list."""
    rig.ana.command("/gotano", "Draft Ltd")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
    for kind, door in (
        ("not_now", "ajar"),
        ("no_rapport", "open"),
        ("no_fit", "ajar"),
        ("not_now", "closed"),
    ):
        date = {} if kind == "no_fit" else {"callback_on": "2026-12-10"}
        rig.debrief(rig.ana, f"{kind} {door}", kind=kind, door=door, words=WORDS, asked_why="dodged", **date)
        rig.ana.close()
    rig.debrief(rig.ana, "Later", words=WORDS, lesson="Ask sooner", callback_on="2027-03-01")
    rig.ana.close()
    for _ in range(4):
        rig.jump()
    rig.ana.command("/gotano", "export")
    rig.ana.command("/gotano", "list")
    return rig.ana.messages()


def test_every_message_says_in_its_text_what_its_blocks_show(rig: Rig) -> None:
    messages = every_message(rig)
    assert len(messages) > 10
    assert [(message["text"][:40], left) for message in messages if (left := unheard(message))] == []


def test_every_message_has_a_text(rig: Rig) -> None:
    assert all(message["text"].strip() for message in every_message(rig))


def debrief_views(rig: Rig) -> list[dict[str, Any] | None]:
    rig.ana.command("/gotano", "Acme")
    views = [rig.ana.view]
    for fields in (
        {"stage": "buying", "asked_why": "told", "words": "There is no budget", "prospect": "Acme"},
        {"kind-buying": "no_value", "door": "ajar"},
        {},
    ):
        rig.ana.fill(fields)
        rig.ana.submit()
        views.append(rig.ana.view)
    rig.ana.close()
    return views


def every_view(rig: Rig) -> list[dict[str, Any]]:
    """Each screen of the debrief, the verdict, the small forms, settings and each shelf of Home."""
    views = debrief_views(rig)
    for action in (CHANGE_DATE, HAPPENED, SHOW, SHARE, HISTORY):
        press(rig, action)
        views.append(rig.ana.view)
        rig.ana.close(all=True)
    rig.ana.command("/gotano", "settings")
    views.append(rig.ana.view)
    rig.ana.close()
    rig.ana.open_home()
    for shelf in (one for one in Shelf if offers(rig.ana, one)):
        rig.ana.press(f"{SHELF}{shelf}", "home", block_id="shelves")
        views.append(rig.ana.home)
    return [view for view in views if view]


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for one in part.values():
            yield from texts(one) if isinstance(one, dict | list) else ()


def is_picture(text: str) -> bool:
    """A pictograph, or Slack's :name: for one."""
    return bool(re.search(r":[a-z][a-z0-9_+-]*:", text)) or any(unicodedata.category(c) == "So" for c in text)


def test_no_label_or_text_is_a_picture(rig: Rig) -> None:
    seen = [*every_view(rig), *every_message(rig)]
    assert [text for surface in seen for text in texts(surface) if is_picture(text)] == []


def test_every_button_says_more_than_a_sign(rig: Rig) -> None:
    labels = [
        element["text"]["text"]
        for surface in [*every_view(rig), *every_message(rig)]
        for block in surface.get("blocks", [])
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if element.get("type") == "button"
    ]
    assert labels
    assert all(re.search(r"\w{2}", label) for label in labels)


def test_what_is_told_to_one_person_is_told_in_words(rig: Rig) -> None:
    for asked in ("help", "list", "export"):
        rig.ana.command("/gotano", asked)
    assert len(told(rig.ana)) == 3
    assert all(len(text.split()) >= _ENOUGH_WORDS for text in told(rig.ana))
