"""What is wrong with a file of messages, and what is missing in it, against the English ones."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from prompts.limits import length_of, limit_of
from prompts.words import placeholder_problems, placeholders

_PLURAL = re.compile(r"(count\.\w+)\.(zero|one|two|few|many|other)")
"""Keys of nouns with their number, in the plural forms of Unicode's CLDR: a language has those it needs."""
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "|": ("forward.from_lines", "forward.header_lines", "forward.closings", "forward.signs"),
    " ": tuple(
        f"formats.{name}"
        for name in ("titles", "at", "particles", "roles", "company_words", "company_suffixes")
    ),
}
"""Lists of what is typed or pasted, in whatever language, by what parts them."""
_COUNTED = 1000
"""As far as anything is counted here; some languages have a form for millions."""
_FORMER = {"draft.thrown_away": {"prospect"}}
"""What our own text had in it once, so that a copy of that still does."""


def needed_keys(shipped: Mapping[str, str], locale: Locale) -> set[str]:
    """Every key of the English messages, with its nouns in the forms that the language needs."""
    nouns = {found[1] for key in shipped if (found := _PLURAL.fullmatch(key))}
    plain = {key for key in shipped if not _PLURAL.fullmatch(key)}
    return plain | {f"{noun}.{form}" for noun in nouns for form in plural_forms(str(locale))}


@cache
def plural_forms(locale: str) -> frozenset[str]:
    """The forms that whole numbers take, and the one that stands in for any other."""
    rule = Locale.parse(locale).plural_form
    return frozenset({rule(number) for number in range(_COUNTED)} | {"other"})


def message_problems(path: Path, texts: Mapping[str, object], shipped: Mapping[str, str]) -> Iterator[str]:
    """What cannot be: no text, a key that nobody says, a placeholder that nobody fills in."""
    for key, text in texts.items():
        if not is_text(text):
            yield f"{path}: {key} is not a text"
        elif not _is_known(key, shipped):
            yield f"{path}: {key} is not a message"
        else:
            yield from placeholder_problems(f"{path}: {key}", str(text), _filled_in(key, shipped))


def message_notes(path: Path, texts: Mapping[str, str], shipped: Mapping[str, str]) -> Iterator[str]:
    """What is not as it should be, and can be lived with: a placeholder left out, a text that Slack cuts."""
    for key, text in texts.items():
        left_out = _names(shipped[key]) - _names(text) if key in shipped else set()
        if not _PLURAL.fullmatch(key):
            yield from (f"{path}: {key}: {{{name}}} is left out" for name in sorted(left_out))
        most = limit_of(key)
        if most and length_of(text) > most:
            yield f"{path}: {key}: {length_of(text)} characters, where Slack has room for {most}"


def missing_keys(texts: Mapping[str, object], shipped: Mapping[str, str], locale: Locale) -> list[str]:
    return sorted(needed_keys(shipped, locale) - {key for key, text in texts.items() if is_text(text)})


def filled_up(texts: Mapping[str, str], english: Mapping[str, str]) -> dict[str, str]:
    """The texts, with the English ones where there are none; a noun keeps the forms it has, if it has any.

    What a mail or a name is known by is known by its English signs, too, whoever reads it.
    """
    counted = {found[1] for key in texts if (found := _PLURAL.fullmatch(key)) and found[2] == "other"}
    lent = {key: text for key, text in english.items() if not _is_of(key, counted)}
    both = {
        key: sign.join(dict.fromkeys([*texts[key].split(sign), *english[key].split(sign)]))
        for sign, keys in _KNOWN_BY.items()
        for key in keys
        if key in texts and key in english
    }
    return lent | dict(texts) | both


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(text: str) -> set[str]:
    """None where the braces do not match, which is a problem of its own."""
    try:
        return placeholders(text)
    except ValueError:
        return set()


def _is_of(key: str, nouns: set[str]) -> bool:
    found = _PLURAL.fullmatch(key)
    return bool(found and found[1] in nouns)


def _is_known(key: str, shipped: Mapping[str, str]) -> bool:
    found = _PLURAL.fullmatch(key)
    return key in shipped or bool(found and f"{found[1]}.other" in shipped)


def _filled_in(key: str, shipped: Mapping[str, str]) -> set[str]:
    return {"count"} if _PLURAL.fullmatch(key) else placeholders(shipped[key]) | _FORMER.get(key, set())
