"""The playbook: every word and number, read from its files, checked whole, and replaceable file by file."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import TypeAdapter, ValidationError

from coaching.kinds import Kind
from coaching.plan import Verdict
from coaching.policy import FULL_SCREENS, QUICK_SCREENS, Numbers, Policy
from prompts.kind_words import VARIANTS, KindWords, kind_problems
from prompts.names import address_problems
from prompts.reply_buttons import reply_problems
from prompts.toml_lines import located
from prompts.words import Words, placeholder_problems, placeholders

DEFAULT_FOLDER = Path(__file__).parent
ENGLISH = "en"
"""The language that every text is written in first, and its folder's name."""
_PLURAL = re.compile(r"count\.\w+\.(zero|one|two|few|many|other)")
"""Keys of nouns with their number, in the plural forms of Unicode's CLDR: a language has those it needs."""
_MOST = 3650
_MOST_ROWS = 45
"""A message of Slack's takes 50 blocks."""


class PlaybookError(Exception):
    """What is wrong with the playbook, a line each: the file, its line, the key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [located(problem) for problem in problems]
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Phrasebook:
    """All that is said, in one language. A kind's `timing` is what its file says; what holds is the policy."""

    words: Words
    kinds: Mapping[Kind, KindWords]


@dataclass(frozen=True)
class Playbook:
    """The words and numbers that hold for one rep: the phrasebook of a language, the policy of a team."""

    phrasebook: Phrasebook
    policy: Policy

    @property
    def words(self) -> Words:
        return self.phrasebook.words

    @property
    def kinds(self) -> Mapping[Kind, KindWords]:
        return self.phrasebook.kinds


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
    policy = Policy(numbers, {kind: found.timing for kind, found in whole.items()})
    return Playbook(Phrasebook(words, whole), policy)


def files_of(own: Path | None = None) -> Mapping[str, Path]:
    """Every file of the playbook by its name, each where it is read from."""
    names = ("messages.toml", "numbers.toml", *(f"kinds/{kind}.toml" for kind in Kind))
    return {name: _path(name, own) for name in names}


def shipped_file(name: str, language: str = ENGLISH) -> Path:
    """Where we keep a file of the playbook: words in a folder for each language, numbers beside them."""
    return DEFAULT_FOLDER / name if name == "numbers.toml" else DEFAULT_FOLDER / language / name


def _messages(own: Path | None, problems: list[str]) -> Words:
    """The shipped messages are the measure: the same keys, and no placeholder that the code does not fill."""
    ours, path = shipped_file("messages.toml"), _path("messages.toml", own)
    shipped = dict(_flat(_read(ours, problems)))
    problems += reply_problems(ours, shipped)
    texts = shipped if path == ours else dict(_flat(_read(path, problems)))
    plural = {key for key in texts if _PLURAL.fullmatch(key) and f"{key.rsplit('.', 1)[0]}.other" in shipped}
    problems += [f"{path}: {key} is not a text" for key, text in texts.items() if not _is_text(text)]
    texts = {key: text for key, text in texts.items() if _is_text(text)}
    problems += [f"{path}: {key} is missing" for key in shipped.keys() - texts.keys() - plural]
    problems += [f"{path}: {key} is not a message" for key in texts.keys() - shipped.keys() - plural]
    problems += _locale_problems(path, texts.get("formats.locale", ""))
    problems += address_problems(path, texts)
    for key, text in texts.items():
        allowed = {"count"} if key in plural else placeholders(shipped.get(key, ""))
        problems += placeholder_problems(f"{path}: {key}", text, allowed)
    return Words(texts)


def _numbers(own: Path | None, problems: list[str]) -> Numbers | None:
    path = _path("numbers.toml", own)
    table = _read(path, problems)
    strangers = table.keys() - {field.name for field in fields(Numbers)}
    problems += [f"{path}: {key} is not a number of the playbook" for key in sorted(strangers)]
    for key, value in table.items():
        if key not in strangers and not isinstance(value, time) and not _is_count(value):
            problems.append(f"{path}: {key} should be a whole number from 1 to {_MOST}")
    try:
        numbers = TypeAdapter(Numbers).validate_python(table)
    except ValidationError as error:
        problems += _named(path, error)
        return None
    if numbers.digest_rows > _MOST_ROWS:
        problems.append(f"{path}: digest_rows should be at most {_MOST_ROWS}, or Slack refuses the message")
    if numbers.debrief_screens not in (QUICK_SCREENS, FULL_SCREENS):
        problems.append(f"{path}: debrief_screens should be {QUICK_SCREENS} or {FULL_SCREENS}")
    if not numbers.earliest_nudge <= numbers.nudge_time <= numbers.latest_nudge:
        problems.append(f"{path}: nudge_time should lie between earliest_nudge and latest_nudge")
    return numbers


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _locale_problems(path: Path, name: str) -> list[str]:
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError) as error:
        return [f"{path}: formats.locale: {error}"]
    return []


def _kind(kind: Kind, own: Path | None, problems: list[str]) -> KindWords | None:
    path = _path(f"kinds/{kind}.toml", own)
    table = _read(path, problems)
    found = {verdict: table.pop(verdict) for verdict in Verdict if verdict in table}
    variants = {
        variant: found[verdict].pop(variant)
        for (of, verdict), variant in VARIANTS.items()
        if of is kind and isinstance(found.get(verdict), dict) and variant in found[verdict]
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
    return own / name if own and (own / name).exists() else shipped_file(name)


def _read(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: {error}")
        return {}


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _named(path: Path, error: ValidationError) -> list[str]:
    return [f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
