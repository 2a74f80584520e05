"""One kind's file of words: read, and checked against the kind's row and against the English words."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts.kind_words import VARIANTS, KindWords, kind_problems
from prompts.playbook_files import flat, named

_NO_WORDS = ("timing", "rests_on")
"""What says the same in every language: a language's file takes it from the English one."""
_MAY_MISS = ("signs", "hint", "placeholder")


def read_kind(kind: Kind, path: Path, table: Mapping[str, Any], problems: list[str]) -> KindWords | None:
    """None where the file is not whole."""
    rest = dict(table)
    found = {verdict: rest.pop(verdict) for verdict in Verdict if verdict in rest}
    variants: dict[str, Any] = {}
    for (of, verdict), variant in VARIANTS.items():
        if of is kind and isinstance(found.get(verdict), dict) and variant in found[verdict]:
            variants[variant] = found[verdict][variant]
            found[verdict] = {key: one for key, one in found[verdict].items() if key != variant}
    try:
        words = KindWords.model_validate(
            {"timing": {}, "questions": {}} | rest | {"verdicts": found, "variants": variants}
        )
    except ValidationError as error:
        problems += named(path, error)
        return None
    problems += [f"{path}: {problem}" for problem in kind_problems(kind, words)]
    return words


def over(table: Mapping[str, Any], english: Mapping[str, Any]) -> dict[str, Any]:
    """A language's table, with the English words where it has none."""
    merged = dict(english)
    for key, value in table.items():
        under = english.get(key)
        merged[key] = over(value, under) if isinstance(value, dict) and isinstance(under, dict) else value
    return merged


def missing_words(table: Mapping[str, Any], english: Mapping[str, Any]) -> list[str]:
    """The keys of words that the English file has and this one has not."""
    given, wanted = dict(flat(table)), dict(flat(english))
    return sorted(key for key in wanted.keys() - given.keys() if not _has_no_words(key))


def other_policy(path: Path, table: Mapping[str, Any], english: Mapping[str, Any]) -> Iterator[str]:
    """What a language's file cannot say otherwise: the teachings that words rest on."""
    theirs = dict(flat(english))
    for key, value in flat(table):
        if key.endswith("rests_on") and value != theirs.get(key):
            yield f"{path}: {key}: it rests on the same teachings in every language"


def _has_no_words(key: str) -> bool:
    parts = key.split(".")
    return parts[0] in _NO_WORDS or parts[-1] in (*_NO_WORDS, *_MAY_MISS)
