"""What was typed after the command: a word it knows, or a prospect's name, whatever signs stand around them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from coaching.plain_text import name_key, name_of
from handlers.slack.json_shapes import string
from handlers.slack.mrkdwn import Reader

_AGAIN = re.compile(r"(?:/gotano(?:\s+|$))+", re.IGNORECASE)
"""The command itself, typed or pasted after the command."""
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_AROUND = " \t.!?,;:…-–—/\"'`“”„‟«»‹›‘’‚‛*_~()[]"
"""Signs around a word that are no part of it."""


@dataclass(frozen=True)
class Typed:
    """A prospect as it was typed; `person` is set where it is somebody in this Slack, mentioned."""

    name: str
    person: str | None = None


def asked_word(text: object) -> str:
    """What was typed, as a command's word: `“Help!”` is help, and so is `?`."""
    typed = _without_command(string(text))
    return "help" if typed == "?" else _bare(typed)


def behind(word: str, text: object) -> str | None:
    """The name typed behind a command's word, or nothing of it; None where another word, or a name, begins it."""
    first, _, rest = _without_command(string(text)).partition(" ")
    return read_prospect(rest, ()).name if _bare(first) == word else None


def read_prospect(text: object, words: Collection[str]) -> Typed:
    """The prospect's name, without a `new` or `NEW` before it; New Relic keeps its own."""
    typed = _without_command(string(text))
    first, _, rest = typed.partition(" ")
    asked_for = first in ("new", "NEW") or (first == "New" and _bare(rest) in words)
    name = rest.strip() if asked_for and rest.strip() else typed
    mentioned = _PERSON.fullmatch(name)
    shown = Reader().mrkdwn(name)
    if mentioned:
        label = "" if shown == f"@{mentioned[1]}" else shown.removeprefix("@")
        return Typed(name_of(label), mentioned[1])
    return Typed(name_of(shown))


def _without_command(text: str) -> str:
    text = text.strip()
    return text[found.end() :] if (found := _AGAIN.match(text)) else text


def _bare(text: str) -> str:
    return name_key(text).strip(_AROUND)
