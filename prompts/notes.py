"""Notes: the form that adds one, the newest as they come back, and all of them in the history."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal, Noted
from coaching.debrief import TEXT_LIMIT
from coaching.plain_text import seen_of
from prompts import blocks
from prompts.deal_modals import DealMetadata, Form, small_modal
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, values
from prompts.words import Words

ADD_NOTE = "note_add"
DELETE_NOTE = "note_delete"
NOTE_PAGE = "note_page"
"""The buttons: one more about a deal, delete one, and an older or a newer page of them."""
NOTES_ON_A_PAGE = 20

_TEXT = "note"
_NEWEST, _SHORT = 3, 120
"""How many come back with a nudge, and how many characters of each."""
_LONG = 1000
"""Characters of one in the history: a page of them fits into a view. The export has them whole."""


def note_button(deal: LostDeal, playbook: Playbook) -> blocks.Block:
    return blocks.button(playbook.words.say("notes.button"), ADD_NOTE, str(deal.id))


def note_form(deal: LostDeal, playbook: Playbook) -> blocks.View:
    words = playbook.words
    text = blocks.text_input(None, TEXT_LIMIT, words.say("notes.placeholder"), multiline=True)
    label = words.say("notes.text", prospect=blocks.cut(deal.prospect, 120))
    field = blocks.field(_TEXT, label, text, hint=words.say("notes.hint"))
    about = DealMetadata(deal.id)
    return small_modal(Form.NOTE, words.say("notes.title"), [field], words, about, words.say("screens.save"))


def read_note(view: Mapping[str, Any]) -> str | None:
    return (values(view).get(_TEXT) or "").strip() or None


def note_errors(words: Words) -> dict[str, str]:
    """Nothing but blanks was typed."""
    return {_TEXT: words.say("wrong.blank_text")}


def newest_notes(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    """A short line each, the newest first."""
    return [
        playbook.words.say(
            "notes.line",
            date=playbook.words.short_date(local_date(one.at, zone)),
            text=blocks.cut(seen_of(one.text), _SHORT),
        )
        for one in reversed(deal.notes[-_NEWEST:])
    ]


def note_rows(deal: LostDeal, page: int, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """One page of them, the newest first, each with its button to delete it; nothing where there are none."""
    if not deal.notes:
        return []
    newest = deal.notes[::-1]
    first = min(page, (len(newest) - 1) // NOTES_ON_A_PAGE) * NOTES_ON_A_PAGE
    shown = newest[first : first + NOTES_ON_A_PAGE]
    return [
        blocks.divider(),
        blocks.header(playbook.words.say("notes.all")),
        *(_row(deal, one, playbook, zone) for one in shown),
        *_pages(deal, newest, first, playbook),
    ]


def read_deleted(value: str) -> tuple[int, int]:
    """The deal's id and the note's of a pressed button."""
    return _two(value)


def read_page(value: str) -> tuple[int, int]:
    """The deal's id and the page, from 0, of a pressed button."""
    return _two(value)


def _two(value: str) -> tuple[int, int]:
    try:
        one, other = map(int, value.split(":"))
    except (ValueError, AttributeError):
        raise Unreadable("actions.0.value") from None
    return one, other


def _row(deal: LostDeal, note: Noted, playbook: Playbook, zone: ZoneInfo) -> blocks.Block:
    say = playbook.words.say
    sure = blocks.confirm(
        say("notes.delete_title"),
        say("notes.delete_text"),
        say("card.delete_confirm"),
        say("card.delete_deny"),
    )
    button = blocks.button(say("notes.delete"), DELETE_NOTE, f"{deal.id}:{note.id}", confirm=sure)
    return blocks.row(f"note-{note.id}", _day(note, playbook, zone), blocks.cut(note.text, _LONG), button)


def _pages(deal: LostDeal, newest: Sequence[Noted], first: int, playbook: Playbook) -> list[blocks.Block]:
    say, page = playbook.words.say, first // NOTES_ON_A_PAGE
    turns = [("home.newer", page - 1)] if page else []
    turns += [("home.older", page + 1)] if first + NOTES_ON_A_PAGE < len(newest) else []
    buttons = [
        blocks.button(say(key), f"{NOTE_PAGE}_{at}", f"{deal.id}:{to}") for at, (key, to) in enumerate(turns)
    ]
    return [blocks.actions("note-pages", buttons)] if buttons else []


def _day(note: Noted, playbook: Playbook, zone: ZoneInfo) -> str:
    return playbook.words.day(local_date(note.at, zone))
