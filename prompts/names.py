"""How to speak to a prospect: the name in what the rep typed, where there is one to be sure of."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from anyascii import anyascii

from coaching.plain_text import name_of
from prompts.words import Words

_BETWEEN = re.compile(r"\s*(?:[,;|@:()、，；：（）]|\s[-–—/•]\s)\s*")
"""What stands between a person and a company."""
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_]*)*")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,2}")
_EAST_ASIAN = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
"""Kana, Han and Hangul: names in these are short, and are said whole."""
_EAST_ASIAN_MOST = 6
_MOST_WORDS = 5


def called(prospect: str, words: Words) -> str | None:
    """What the language calls them; None where only a company, a role or an initial is known."""
    return _CALLED_BY[words.texts["address.uses"]](prospect, words)


def address_problems(path: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """A line where a language asks for a form of address that there is not."""
    uses = texts.get("address.uses")
    if uses is not None and uses not in _CALLED_BY:
        yield f"{path}: address.uses should be one of {', '.join(sorted(_CALLED_BY))}"


def first_name(prospect: str, words: Words) -> str | None:
    """ "Dana" for whoever is known by a first name, else "Mr Smith"."""
    found = _person(prospect, words)
    return _spoken(found, words) if found else None


def surname(prospect: str, words: Words) -> str | None:
    """ "Frau Reyes" where a title was typed, else the whole name, which says neither Frau nor Herr: "Dana Reyes".

    A first name that was typed alone stays one; a surname alone would sound like an order, and is left out.
    """
    found = _person(prospect, words)
    if found is None or _EAST_ASIAN.search(found):
        return found
    titles, rest = _titled(found, words)
    named = [word for word in rest if not _INITIALS.fullmatch(word)]
    if titles:
        return " ".join([*titles, *_written(_family(named), words)]) if named else None
    if _is_turned(found, words) and not _is_given(rest[0]):
        named.reverse()
    return " ".join(_written(named, words)) if named and _is_given(named[0]) else None


_CALLED_BY: Mapping[str, Callable[[str, Words], str | None]] = {
    "first_name": first_name,
    "surname": surname,
}
"""Forms of address by what a language's `address.uses` says."""


def _person(prospect: str, words: Words) -> str | None:
    """The part of what was typed that is a person's name."""
    parts = [part for part in _BETWEEN.split(name_of(prospect)) if part]
    apart = [half for part in parts for half in _apart(part, words)]
    sure = [part for part in apart if _is_person(part, words)]
    turned = [part for part in apart if len(apart) > 1 and _is_turned(part, words)]
    return next(iter([*sure, *turned]), None) or _likely(parts, words)


def _apart(part: str, words: Words) -> list[str]:
    """ "Dana Reyes at Acme" in two, when a person comes first."""
    for at in words.texts["formats.at"].split():
        who, found, where = part.partition(f" {at} ")
        if found and _is_person(who, words):
            return [who, where]
    return [part]


def _is_person(part: str, words: Words) -> bool:
    """A title, or a given name in front."""
    titles, rest = _titled(part, words)
    return _may_be_person(part, words) and bool(rest) and (bool(titles) or _is_given(rest[0]))


def _is_turned(part: str, words: Words) -> bool:
    """The given name stands last, as in "Tanaka Taro"."""
    _, rest = _titled(part, words)
    turned = len(rest) == 2 and _is_given(rest[1]) and not _INITIALS.fullmatch(rest[0])
    return turned and _may_be_person(part, words)


def _likely(parts: list[str], words: Words) -> str | None:
    """A name nobody knows: beside a firm, or the first of several parts unless the next looks as much like a person."""
    people = [part for part in parts if _may_be_person(part, words)]
    if len(parts) < 2 or not people:
        return None
    if len(people) == 1 and all(_is_company(part, words) for part in parts if part not in people):
        return people[0]
    first, second = parts[0], parts[1]
    if first not in people or (" " not in first and " " in second and second in people):
        return None
    return first


def _may_be_person(part: str, words: Words) -> bool:
    if _is_company(part, words):
        return False
    if _EAST_ASIAN.search(part):
        return len(part.replace(" ", "")) <= _EAST_ASIAN_MOST
    found = part.split()
    named = len(found) <= _MOST_WORDS and all(map(_WORD.fullmatch, found))
    return named and not _folded(part) & _listed("roles", words)


def _is_company(part: str, words: Words) -> bool:
    marks = _listed("company_suffixes", words) | _listed("company_words", words)
    asian = bool(_EAST_ASIAN.search(part)) and any(mark in part for mark in marks)
    return asian or bool(_folded(part) & marks)


def _folded(part: str) -> set[str]:
    return {word.strip(".").casefold() for word in part.split()}


def _listed(key: str, words: Words) -> set[str]:
    return set(words.texts[f"formats.{key}"].split())


def _spoken(part: str, words: Words) -> str | None:
    if _EAST_ASIAN.search(part):
        return part
    titles, rest = _titled(part, words)
    named = [word for word in rest if not _INITIALS.fullmatch(word)]
    if _is_turned(part, words) and not _is_given(rest[0]):
        return _cased(rest[1])
    if titles and not _is_given(rest[0]):
        return " ".join([*titles, *map(_cased, named)]) if named else None
    if not named or (named[0] is not rest[0] and not _is_given(named[0])):
        return None
    return None if named[0] in words.texts["formats.particles"].split() else _cased(named[0])


def _family(named: list[str]) -> list[str]:
    """The surname, with what belongs to it: "von der Heide" of "Sabine von der Heide"."""
    given = next((i for i, word in enumerate(named[:-1]) if not _is_given(word)), len(named) - 1)
    return named[given:]


def _written(named: list[str], words: Words) -> list[str]:
    small = _listed("particles", words)
    return [word if word in small else _cased(word) for word in named]


def _titled(part: str, words: Words) -> tuple[list[str], list[str]]:
    known = {title.casefold() for title in words.texts["formats.titles"].split()}
    found = part.split()
    count = next((i for i, word in enumerate(found) if word.rstrip(".").casefold() not in known), len(found))
    return found[:count], found[count:]


def _cased(word: str) -> str:
    """Typed in a hurry, or shouted: with capitals as a name has them."""
    typed_as_is = not (word.islower() or (word.isupper() and len(word) > 2))
    return word if typed_as_is else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _is_given(word: str) -> bool:
    """ "Jean-Luc" is one where both halves are."""
    return set(anyascii(word).casefold().split("-")) <= _given_names()


@cache
def _given_names() -> frozenset[str]:
    lines = (Path(__file__).parent / "given_names.txt").read_text(encoding="ascii").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
