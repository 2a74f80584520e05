"""What was typed after the command: a word it knows, or a prospect's name, whatever signs stand around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coaching.plain_text import name_key, name_of
from handlers.slack.json_shapes import string
from handlers.slack.mrkdwn import Reader
from prompts.commands import Command

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


def first_word(text: object) -> str:
    """What may be a command's word with more behind it."""
    return _bare(_without_command(string(text)).partition(" ")[0])


def behind(text: object) -> str:
    """The name typed behind a command's word, empty where there is none."""
    return read_prospect(_without_command(string(text)).partition(" ")[2], {}).name


def read_prospect(text: object, words: Mapping[str, Command]) -> Typed:
    """The prospect's name, without a `new` or `NEW` before it; New Relic keeps its own."""
    typed = _without_command(string(text))
    first, _, rest = typed.partition(" ")
    is_new = words.get(name_key(first), Command(first) if first == Command.NEW else None) is Command.NEW
    as_typed = first in (first.lower(), first.upper())
    asked_for = is_new and (as_typed or words.get(_bare(rest), Command.NEW) is not Command.NEW)
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
