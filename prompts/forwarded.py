"""A rejection that a rep sent on: whether it sounds like one, and the offer to debrief it."""

import re

from coaching.debrief import Draft
from coaching.kinds import Kind
from prompts import blocks
from prompts.guess import Guess
from prompts.home import RESUME, THROW_AWAY
from prompts.playbook import Playbook
from prompts.quick_screen import Found
from prompts.view_state import Unreadable
from prompts.words import Words

KIND = "forward_kind"
"""The action ids of the guessed kinds' buttons begin so."""
_MANY_WORDS = 12
"""So many are no greeting: somebody pasted something."""
_FEWEST_WORDS = 3
"""Fewer point nowhere."""


def sounds_like_no(text: str, found: Found, sender: str | None, words: Words) -> bool:
    """Whether it is worth offering a debrief for: a guess, a mail sent on, a lost deal told of, or a long text.

    A short question is one to the bot, and a long one is too where nothing in it points to a no.
    """
    count, asks = len(text.split()), text.rstrip().endswith("?")
    is_long = count >= _MANY_WORDS
    if asks and not is_long:
        return False
    if sender or (is_long and not asks) or (likely(found) and count >= _FEWEST_WORDS):
        return True
    signs = "|".join(re.escape(sign) for sign in words.texts["forward.signs"].split("|"))
    return bool(re.search(rf"(?<!\w)(?:{signs})(?!\w)", text, re.IGNORECASE))


def likely(found: Found) -> tuple[Guess, ...]:
    """The guesses that a message may bear out: whoever wrote was not silent, and "I don't know" is no guess."""
    return tuple(guess for guess in found.guesses if guess.kind not in (Kind.NO_RESPONSE, Kind.UNKNOWN))


def offer(draft_id: int, draft: Draft, found: Found, was_cut: bool, playbook: Playbook) -> blocks.Message:
    """The likeliest kinds as buttons; pressed, the door is all that is missing. Their words are not said again."""
    words, say = playbook.words, playbook.words.say
    kinds = [guess.kind for guess in likely(found)]
    heard = say("forward.heard_name", prospect=draft.prospect) if draft.prospect else say("forward.heard")
    lines = [heard, say("forward.kinds" if kinds else "forward.no_kinds")]
    if found.named:
        lines.append(say("forward.named", said=found.named.said, date=words.day(found.named.on)))
    if was_cut:
        lines.append(say("draft.cut"))
    buttons = [
        blocks.button(playbook.kinds[kind].label, f"{KIND}_{place}", f"{draft_id}:{kind}")
        for place, kind in enumerate(kinds)
    ]
    style = None if kinds else "primary"
    other = say("forward.other" if kinds else "forward.debrief")
    buttons += [
        blocks.button(other, RESUME, str(draft_id), style=style),
        blocks.button(say("draft.throw_away"), THROW_AWAY, str(draft_id)),
    ]
    text = " ".join(lines)
    labels = ", ".join(playbook.kinds[kind].label for kind in kinds)
    return blocks.message([text, labels], [blocks.paragraph(text), blocks.actions("forward", buttons)])


def helper(playbook: Playbook) -> blocks.Message:
    """What to type, for whatever else is said to the bot."""
    text = playbook.words.say("forward.helper")
    return blocks.message([text], [blocks.paragraph(text)])


def read_kind(value: object) -> tuple[int, Kind]:
    """The draft's id and the kind of a pressed button."""
    draft_id, _, kind = str(value).partition(":")
    try:
        return int(draft_id), Kind(kind)
    except ValueError:
        raise Unreadable("actions.0.value") from None
