"""The note at the end of a rep's week, at most six lines, and the setting that asks for it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from coaching.week import WeekReview
from prompts import blocks
from prompts.playbook import Playbook
from prompts.view_state import values
from prompts.words import Words

STOP = "week_note_stop"
_BLOCK = "week-"
"""Begins the block id of the button; the day of the note follows, so that one that came can be found."""
_WITHIN = timedelta(days=6)
"""A day so near is called by its weekday."""


def week_note(review: WeekReview, on: date, playbook: Playbook) -> blocks.Message:
    """The note of the week that ends `on` that day; nobody is named in it."""
    words = playbook.words
    title, lines = words.say("week_note.title"), _lines(review, on, playbook)
    stop = blocks.actions(_block(on), [blocks.button(words.say("week_note.stop"), STOP, on.isoformat())])
    return blocks.message([title, *lines], [blocks.header(title), blocks.paragraph("\n".join(lines)), stop])


def stopped_note(playbook: Playbook) -> blocks.Message:
    text = playbook.words.say("week_note.stopped")
    return blocks.message([text], [blocks.context(text)])


def is_note_of(message: Mapping[str, Any], on: date) -> bool:
    """Whether a message in the DM is the note of the week that ended that day."""
    return any(block.get("block_id") == _block(on) for block in message.get("blocks", ()))


def week_note_field(wanted: bool, words: Words) -> blocks.Block:
    """In the settings; what was not asked for never comes."""
    option = blocks.option("yes", words.say("week_note.setting"), words.say("week_note.setting_explains"))
    chosen = {"yes"} if wanted else set[str]()
    ticked = blocks.checkboxes([option], chosen)
    return blocks.field("week_note", words.say("week_note.label"), ticked, optional=True)


def read_week_note(view: Mapping[str, Any]) -> bool:
    return values(view).get("week_note") == "yes"


def _lines(review: WeekReview, on: date, playbook: Playbook) -> list[str]:
    words = playbook.words
    lines = []
    if review.noes:
        often = sorted(review.noes.items(), key=lambda one: (-one[1], one[0]))
        kinds = [
            words.say("week_note.kind", kind=playbook.kinds[kind].label, count=count) for kind, count in often
        ]
        noes = words.count("noes", sum(review.noes.values()))
        lines.append(words.say("week_note.noes", noes=noes, kinds=", ".join(kinds)))
    if review.let_go:
        lines.append(words.say("week_note.let_go", lost_deals=words.count("lost_deals", review.let_go)))
    if review.won_back:
        lines.append(words.say("week_note.won_back", lost_deals=words.count("lost_deals", review.won_back)))
    if review.comes:
        near = review.next_day - on <= _WITHIN
        day = words.weekday(review.next_day.isoweekday()) if near else words.day(review.next_day)
        lines.append(words.say("week_note.comes", day=day, nudges=words.count("nudges", review.comes)))
    if review.waiting:
        lines.append(words.say("week_note.waiting", questions=words.count("questions", review.waiting)))
    return lines


def _block(on: date) -> str:
    return f"{_BLOCK}{on.isoformat()}"
