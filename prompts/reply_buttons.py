"""Where each reply is pressed; checked with the words, so that none is offered that nobody could press or read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from coaching.deal import Reply
from coaching.follow_up import replies_to
from coaching.plan import Opening

BUTTON_ORDER = (
    Reply.TOLD_ME,
    Reply.DODGED,
    Reply.REACHED_OUT,
    Reply.TALKING_AGAIN,
    Reply.STILL_NO,
    Reply.WON_BACK,
    Reply.NO_ANSWER,
    Reply.SKIP,
)
"""The buttons of a nudge, from left to right."""
SNOOZE_MENU = (Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER, Reply.SNOOZE_UNTIL)
"""The choices of the menu behind them."""
_DRAWN_BY_THEMSELVES = (Reply.LET_GO, Reply.ONE_MORE_TRY, Reply.THEY_CONTACTED_ME)
"""Letting go asks back, one more try belongs to a recommendation, and the last is the card's *Reopen*."""


def reply_problems(messages: Path, texts: Mapping[str, object]) -> Iterator[str]:
    """A line for whatever a reply lacks: its words among the texts of `messages`, a button, a nudge that offers it."""
    pressed = {*BUTTON_ORDER, *SNOOZE_MENU, *_DRAWN_BY_THEMSELVES}
    offered = {reply for opening in Opening for reply in replies_to(opening)} | {Reply.THEY_CONTACTED_ME}
    for reply in Reply:
        if f"replies.{reply}" not in texts:
            yield f"{messages}: replies.{reply} is missing"
        if reply not in pressed:
            yield f"prompts/reply_buttons.py: the reply {reply} has no button"
        if reply not in offered:
            yield f"coaching/follow_up.py: no nudge offers the reply {reply}"
