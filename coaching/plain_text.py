"""Typed text: what of it can be kept, what of it can be seen, and when two names are the same."""

import re
import unicodedata
from urllib.parse import urlsplit

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
"""Unicode categories of which nothing is seen: controls, format marks, surrogates, separators."""
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)
"""What is not seen in spite of its category.

Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) beyond category Cf, such as the Hangul fillers and
the variation selectors; the Braille pattern without dots; and the null notehead.
"""
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's Bidi_Control: marks, embeddings, overrides and isolates."""
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Controls but tab and line ends, and halves of surrogate pairs: no text, and no database takes them all."""
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s]*)?", re.IGNORECASE)
_LONGEST_ADDRESS = 2000


def web_address(text: str | None) -> str | None:
    """The address by http or https that the text is; None for any other, and for what could show as another one."""
    address = (text or "").strip()
    if len(address) > _LONGEST_ADDRESS or not _WEB_ADDRESS.fullmatch(address) or not _host(address):
        return None
    return address if all(is_seen(c) for c in address) else None


def _host(address: str) -> str | None:
    """The host that the address names; None when it names none, or one in brackets that is no IPv6 address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def kept(text: str) -> str:
    """The text without what is no text at all."""
    return _UNKEPT.sub("", text)


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of it."""
    return any(unicodedata.category(c) not in _HIDDEN and not _BLANK.match(c) for c in text)


def name_of(text: str) -> str:
    """A name as it is kept: on one line, without control and direction marks; nothing when none of it is seen."""
    name = " ".join(_DIRECTION.sub("", kept(text)).split())
    return name if is_seen(name) else ""


def name_key(name: str) -> str:
    """Two names are the same when they differ only in case, in spaces, and in what is not seen.

    The same letter may be written as one character or as several: that does not count either.
    """
    return unicodedata.normalize("NFC", seen_of(name).casefold())


def seen_of(text: str) -> str:
    """The text without what is not seen, with single spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(c for c in text if c.isspace() or is_seen(c)).split())


def isolated(text: str, inside_right_to_left: bool = False) -> str:
    """The text for the inside of a sentence, whose direction it cannot change.

    Where it holds letters that run from right to left, or any letters inside a sentence that does, it is put between
    Unicode's isolates; direction marks of its own go, but for isolates that close what they open.
    """
    if inside_right_to_left and any(c.isalpha() for c in text) and not text.startswith(_FIRST_STRONG):
        return f"{_FIRST_STRONG}{text if _closes(text) else _DIRECTION.sub('', text)}{_POP}"
    if text.isascii():
        return text
    text = _DIRECTION.sub(lambda mark: mark[0] if mark[0] in "\u2066\u2067\u2068\u2069" else "", text)
    text = text if _closes(text) else _DIRECTION.sub("", text)
    runs_left = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)
    return f"{_FIRST_STRONG}{text}{_POP}" if runs_left else text


def _closes(text: str) -> bool:
    """Whether every isolate that is opened is closed, and none that was not."""
    open_ = 0
    for c in text:
        open_ += (c in "\u2066\u2067\u2068") - (c == _POP)
        if open_ < 0:
            return False
    return open_ == 0
