"""The playbook: every word and number, read from its files, checked whole, and replaceable file by file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coaching.kinds import Kind
from coaching.plan import Verdict
from coaching.policy import Numbers, Policy
from prompts.kind_words import VARIANTS, KindWords, kind_problems
from prompts.words import Words, placeholder_problems, placeholders

DEFAULT_FOLDER = Path(__file__).parent


class PlaybookError(Exception):
    """What is wrong with the playbook, one line for each file and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Playbook:
    """All words and numbers of one bot."""

    words: Words
    kinds: Mapping[Kind, KindWords]
    policy: Policy


def load_playbook(own: Path | None = None) -> Playbook:
    """The shipped playbook, with each file that the folder `own` holds in place of ours.

    PlaybookError when it is not whole.
    """
    problems: list[str] = []
    words = _messages(own, problems)
    numbers = _numbers(own, problems)
    kinds = {kind: _kind(kind, own, problems) for kind in Kind}
    problems += _strangers(own)
    whole = {kind: found for kind, found in kinds.items() if found}
    if problems or numbers is None:
        raise PlaybookError(problems)
    return Playbook(words, whole, Policy(numbers, {kind: found.timing for kind, found in whole.items()}))


def _messages(own: Path | None, problems: list[str]) -> Words:
    """The shipped messages are the measure: the same keys, and no placeholder that the code does not fill."""
    shipped = dict(_flat(_read(DEFAULT_FOLDER / "messages.toml", problems)))
    path = _path("messages.toml", own)
    texts = shipped if path.parent == DEFAULT_FOLDER else dict(_flat(_read(path, problems)))
    plural = {key for key in texts if key.startswith("count.")}
    problems += [f"{path}: {key} is missing" for key in shipped.keys() - texts.keys() - plural]
    problems += [f"{path}: {key} is not a message" for key in texts.keys() - shipped.keys() - plural]
    for key, text in texts.items():
        allowed = {"count"} if key in plural else placeholders(shipped.get(key, ""))
        problems += placeholder_problems(f"{path}: {key}", text, allowed)
    return Words(texts)


def _numbers(own: Path | None, problems: list[str]) -> Numbers | None:
    path = _path("numbers.toml", own)
    try:
        return TypeAdapter(Numbers).validate_python(_read(path, problems))
    except ValidationError as error:
        problems += _named(path, error)
        return None


def _kind(kind: Kind, own: Path | None, problems: list[str]) -> KindWords | None:
    path = _path(f"kinds/{kind}.toml", own)
    table = _read(path, problems)
    found = {verdict: table.pop(verdict) for verdict in Verdict if verdict in table}
    variants = {
        variant: found[verdict].pop(variant)
        for (of, verdict), variant in VARIANTS.items()
        if of is kind and variant in found.get(verdict, {})
    }
    try:
        words = KindWords.model_validate(
            {"timing": {}, "questions": {}} | table | {"verdicts": found, "variants": variants}
        )
    except ValidationError as error:
        problems += _named(path, error)
        return None
    problems += [f"{path}: {problem}" for problem in kind_problems(kind, words)]
    return words


def _strangers(own: Path | None) -> list[str]:
    """Files of a team's folder that stand for nothing: a misspelt name would be passed over in silence."""
    if own is None:
        return []
    if not own.is_dir():
        return [f"{own}: there is no such folder"]
    known = {"messages.toml", "numbers.toml"} | {f"kinds/{kind}.toml" for kind in Kind}
    given = (path.relative_to(own).as_posix() for path in sorted(own.rglob("*.toml")))
    return [f"{own / name}: no file of the playbook is called so" for name in given if name not in known]


def _path(name: str, own: Path | None) -> Path:
    return own / name if own and (own / name).exists() else DEFAULT_FOLDER / name


def _read(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: {error}")
        return {}


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _named(path: Path, error: ValidationError) -> list[str]:
    return [f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
