"""A mail that was pasted or sent on: who wrote it, and what of it is their words."""

import re

from coaching.plain_text import name_of
from prompts.words import Words

_LONGEST_NAME = 60
_LONGEST_SIGNATURE = 40
_MOST_NAMES = 4


def body_of(text: str, words: Words) -> str:
    """The text without the header's lines, which say nothing of why, and hold days of their own."""
    heads = words.texts["forward.header_lines"]
    is_header = re.compile(rf"^[>*\s]*(?:{heads})\**\s*:", re.IGNORECASE)
    return "\n".join(line for line in text.splitlines() if not is_header.match(line)).strip()


def sender_in(text: str, words: Words) -> str | None:
    """Who wrote it, where a forwarded mail's header or a signature tells; None rather than a guess."""
    froms = words.texts["forward.from_lines"]
    header = re.search(rf"^[>*\s]*(?:{froms})\**:\**\s*\"?([^<\"\n\[(]+)", text, re.IGNORECASE | re.MULTILINE)
    if header:
        name = name_of(header[1]).strip()
        return name if 1 < len(name) <= _LONGEST_NAME and "@" not in name else None
    return _signed(text, words.texts["forward.closings"])


def _signed(text: str, closings: str) -> str | None:
    """The line after the last closing, where it is nothing but a name."""
    lines = [line.strip(" >\t") for line in text.splitlines() if line.strip(" >\t")]
    for place in reversed(range(len(lines) - 1)):
        if lines[place].rstrip(",.! ").casefold() in closings.casefold().split("|"):
            name = lines[place + 1].rstrip(",")
            return name if _is_name(name) else None
    return None


def _is_name(line: str) -> bool:
    found = line.split()
    if not 1 <= len(found) <= _MOST_NAMES or len(line) > _LONGEST_SIGNATURE:
        return False
    return all(re.fullmatch(r"[^\W\d_][\w'’.\-]*", word) and word[0].isupper() for word in found)
