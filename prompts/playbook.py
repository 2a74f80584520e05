"""The playbook: every word and number, read from its files, checked whole, and replaceable file by file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from coaching.asked_again import Quote
from coaching.kinds import Kind
from coaching.policy import FULL_SCREENS, QUICK_SCREENS, Numbers, Policy
from prompts.kind_file import read_kind
from prompts.kind_words import KindWords
from prompts.message_checks import is_text, message_notes, message_problems, missing_keys
from prompts.named_dates import Days, shipped_days
from prompts.names import address_problems
from prompts.playbook_files import (
    MESSAGES,
    NUMBERS,
    WORDS,
    Folders,
    PlaybookError,
    flat,
    named,
    parsed,
    shipped_file,
)
from prompts.reply_buttons import reply_problems
from prompts.words import LOCALE, Words

_MOST = 3650
_MOST_ROWS = 45
"""A message of Slack's takes 50 blocks."""
_MOST_PERCENT = 99


@dataclass(frozen=True)
class Phrasebook:
    """All that is said, in one language. A kind's `timing` is what its file says; what holds is the policy."""

    words: Words
    kinds: Mapping[Kind, KindWords]
    days: Days = field(compare=False)
    """Reads the days that people name, in this language before the others."""


@dataclass(frozen=True)
class Playbook:
    """The words and numbers that hold for one rep: the phrasebook of a language, the policy of a team."""

    phrasebook: Phrasebook
    policy: Policy
    quotes: Mapping[Kind, Quote] = field(default_factory=dict)
    """What came of asking again on the rep's team, by kind, where that may be told."""

    @property
    def words(self) -> Words:
        return self.phrasebook.words

    @property
    def kinds(self) -> Mapping[Kind, KindWords]:
        return self.phrasebook.kinds

    @property
    def days(self) -> Days:
        return self.phrasebook.days


@dataclass(frozen=True)
class Findings:
    """What was found in the files, a line each: `problems` are refused, `notes` are lived with."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def load_playbook(own: Path | None = None) -> Playbook:
    """The shipped playbook, with each file that the folder `own` holds in place of ours: that of the default language.

    PlaybookError when it is not whole.
    """
    folders, found = Folders(own), Findings()
    playbook = read_playbook(folders, found)
    found.problems.extend(folders.strangers())
    if found.problems or playbook is None:
        raise PlaybookError(found.problems)
    return playbook


def read_playbook(folders: Folders, found: Findings, days: Days | None = None) -> Playbook | None:
    """That of everybody who has no other; None where it is not whole. `days` read those that people name."""
    words = _messages(folders, found)
    numbers = _numbers(folders, found.problems)
    kinds = {kind: _kind(kind, folders, found.problems) for kind in Kind}
    whole = {kind: words_of for kind, words_of in kinds.items() if words_of}
    if numbers is None:
        return None
    policy = Policy(numbers, {kind: words_of.timing for kind, words_of in whole.items()})
    return Playbook(Phrasebook(words, whole, days or shipped_days()), policy)


def files_of(own: Path | None) -> Mapping[str, Path]:
    """Every file of the playbook by its name, each where it is read from."""
    folders = Folders(own)
    return {name: folders.default(name) for name in (*WORDS, NUMBERS)}


def shipped_messages(folders: Folders, problems: list[str]) -> dict[str, str]:
    """The English messages, by their full keys: the measure for all others."""
    path = shipped_file(MESSAGES)
    shipped = dict(flat(folders.read(path, problems)))
    problems += reply_problems(path, shipped)
    return {key: text for key, text in shipped.items() if is_text(text)}


def _messages(folders: Folders, found: Findings) -> Words:
    """The shipped messages are the measure: the same keys, and no placeholder that the code does not fill."""
    path = folders.default(MESSAGES)
    shipped = shipped_messages(folders, found.problems)
    table = dict(flat(folders.read(path, found.problems)))
    found.problems.extend(message_problems(path, table, shipped))
    texts = {key: text for key, text in table.items() if is_text(text)}
    locale = parsed(texts.get(LOCALE))
    if locale is None:
        found.problems.append(f"{path}: {LOCALE} names no language")
        return Words(texts)
    for key in missing_keys(texts, shipped, locale):
        where = found.problems if key in shipped else found.notes
        where.append(f"{path}: {key} is missing")
    found.notes.extend(message_notes(path, texts, shipped))
    found.problems.extend(address_problems(path, texts))
    return Words(texts)


def _kind(kind: Kind, folders: Folders, problems: list[str]) -> KindWords | None:
    path = folders.default(f"kinds/{kind}.toml")
    return read_kind(kind, path, folders.read(path, problems), problems)


def _numbers(folders: Folders, problems: list[str]) -> Numbers | None:
    path = folders.default(NUMBERS)
    table = folders.read(path, problems)
    strangers = table.keys() - {field.name for field in fields(Numbers)}
    problems += [f"{path}: {key} is not a number of the playbook" for key in sorted(strangers)]
    for key, value in table.items():
        if key not in strangers and not isinstance(value, time) and not _is_count(value):
            problems.append(f"{path}: {key} should be a whole number from 1 to {_MOST}")
    try:
        numbers = TypeAdapter(Numbers).validate_python(table)
    except ValidationError as error:
        problems += named(path, error)
        return None
    if numbers.digest_rows > _MOST_ROWS:
        problems.append(f"{path}: digest_rows should be at most {_MOST_ROWS}, or Slack refuses the message")
    if numbers.debrief_screens not in (QUICK_SCREENS, FULL_SCREENS):
        problems.append(f"{path}: debrief_screens should be {QUICK_SCREENS} or {FULL_SCREENS}")
    for key in ("come_back_percent", "ask_cost_percent"):
        if getattr(numbers, key) > _MOST_PERCENT:
            problems.append(f"{path}: {key} should be at most {_MOST_PERCENT}")
    if not numbers.earliest_nudge <= numbers.nudge_time <= numbers.latest_nudge:
        problems.append(f"{path}: nudge_time should lie between earliest_nudge and latest_nudge")
    return numbers


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST
