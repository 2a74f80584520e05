"""Where each reply is pressed; checked with the words, so that none is offered that nobody could press or read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from coaching.deal import Reply
from coaching.follow_up import replies_to
from coaching.plan import Opening

PRIMARY = {
    **dict.fromkeys(Opening, Reply.REACHED_OUT),
    Opening.ASK_WHY: Reply.TOLD_ME,
    Opening.DID_THEY_ANSWER: Reply.TALKING_AGAIN,
    Opening.STILL_TALKING: Reply.TALKING_AGAIN,
    Opening.RECOMMENDED: Reply.LET_GO,
}
"""The reply that most nudges of this opening get: the one button that stands out."""
COMMON = (Reply.DODGED, Reply.SKIP, Reply.NO_ANSWER, Reply.TALKING_AGAIN, Reply.STILL_NO)
"""The buttons beside it, from left to right; the snoozes follow in their menu."""
AFTER_AN_ATTEMPT = frozenset({Opening.DID_THEY_ANSWER, Opening.STILL_TALKING})
"""Openings that ask what came back: only there is no answer a common one."""
MORE_ORDER = (Reply.WON_BACK, Reply.LET_GO, Reply.NO_ANSWER)
"""The rest, behind three dots."""
SNOOZE_MENU = (Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER, Reply.SNOOZE_UNTIL)
"""The choices of the menu behind them."""
_DRAWN_BY_THEMSELVES = (Reply.ONE_MORE_TRY, Reply.THEY_CONTACTED_ME)
"""One more try belongs to a recommendation, and the last is the card's *Reopen*."""


def reply_problems(messages: Path, texts: Mapping[str, object]) -> Iterator[str]:
    """A line for whatever a reply lacks: its words among the texts of `messages`, a button, a nudge that offers it."""
    pressed = {*PRIMARY.values(), *COMMON, *SNOOZE_MENU, *MORE_ORDER, *_DRAWN_BY_THEMSELVES}
    offered = {reply for opening in Opening for reply in replies_to(opening)} | {Reply.THEY_CONTACTED_ME}
    for reply in Reply:
        if f"replies.{reply}" not in texts:
            yield f"{messages}: replies.{reply} is missing"
        if reply not in pressed:
            yield f"prompts/reply_buttons.py: the reply {reply} has no button"
        if reply not in offered:
            yield f"coaching/follow_up.py: no nudge offers the reply {reply}"
