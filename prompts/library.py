"""Every language's words: each language's files over the English ones, read at most once in a process."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from coaching.kinds import Kind
from prompts.day_words import DayFile, read_day_file, together
from prompts.kind_file import missing_words, other_policy, over, read_kind
from prompts.kind_words import KindWords
from prompts.message_checks import filled_up, is_text, message_notes, message_problems, missing_keys
from prompts.named_dates import Days
from prompts.names import address_problems
from prompts.playbook import Findings, Phrasebook, Playbook, read_playbook, shipped_messages
from prompts.playbook_files import (
    DATES,
    ENGLISH,
    MESSAGES,
    Folders,
    PlaybookError,
    flat,
    parsed,
    shipped_file,
)
from prompts.toml_lines import located
from prompts.words import LOCALE, Words


class Phrasebooks(Mapping[str, Phrasebook]):
    """By language; each is read when it is first asked for, by whichever thread. PlaybookError if it is not whole."""

    def __init__(self, languages: Collection[str], read: Callable[[str], Phrasebook]) -> None:
        self._languages, self._read = languages, read
        self._books: dict[str, Phrasebook] = {}
        self._lock = Lock()

    def __getitem__(self, language: str) -> Phrasebook:
        if language not in self._languages:
            raise KeyError(language)
        with self._lock:
            if language not in self._books:
                self._books[language] = self._read(language)
            return self._books[language]

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


@dataclass(frozen=True)
class Library:
    """The bot's own playbook, and the words of every language, that one's among them."""

    default: Playbook
    phrasebooks: Phrasebooks
    _found: Findings

    def read_all(self) -> None:
        """Every language, now. PlaybookError when one is not whole."""
        for language in self.phrasebooks:
            self.phrasebooks[language]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing in a language that was read and said in English, and what Slack would cut; each with its
        file, line and key."""
        return tuple(map(located, self._found.notes))


def load_library(own: Path | None = None) -> Library:
    """Ours, with each file that the folder `own` holds in place of ours. PlaybookError when it is not whole.

    Without such a folder only English is read at once: tests hold that ours are whole.
    """
    folders, found = Folders(own), Findings()
    problems = found.problems
    files = _day_files(folders, problems)
    default = read_playbook(folders, found, Days(together(files, folders.default_language)))
    problems += folders.strangers()
    if problems or default is None:
        raise PlaybookError(problems)
    english, phrasebook = _English(folders, problems), default.phrasebook

    def read(language: str) -> Phrasebook:
        if language == folders.default_language:
            return phrasebook
        book = _phrasebook(language, folders, english, files, found)
        if problems or book is None:
            raise PlaybookError(problems)
        return book

    library = Library(default, Phrasebooks(folders.languages(), read), found)
    if own is not None:
        for language in library.phrasebooks:
            with suppress(PlaybookError):  # so that all problems are told together
                library.phrasebooks[language]
        if problems:
            raise PlaybookError(problems)
    return library


class _English:
    """What is said where a language has no words."""

    def __init__(self, folders: Folders, problems: list[str]) -> None:
        self.shipped = shipped_messages(folders, problems)
        self._folders = folders
        self.messages = {**self.shipped, **_texts(dict(flat(self.table(MESSAGES, problems))))}
        self.kinds = {kind: self.table(f"kinds/{kind}.toml", problems) for kind in Kind}

    def shipped_timing(self, kind: Kind) -> object:
        """Our own numbers, which a copied file of ours may go on naming."""
        return self._folders.read(shipped_file(f"kinds/{kind}.toml"), []).get("timing")

    def table(self, name: str, problems: list[str]) -> Mapping[str, Any]:
        return self._folders.read(self._folders.of(ENGLISH, name) or shipped_file(name), problems)


def _phrasebook(
    language: str, folders: Folders, english: _English, files: Mapping[str, DayFile], found: Findings
) -> Phrasebook | None:
    """None where it is not whole."""
    words = _words(language, folders, english, found)
    kinds = {kind: _kind(kind, language, folders, english, found) for kind in Kind}
    if words is None:
        return None
    days = Days(together(files, language))
    return Phrasebook(words, {kind: one for kind, one in kinds.items() if one}, days)


def _words(language: str, folders: Folders, english: _English, found: Findings) -> Words | None:
    where = folders.of(language, MESSAGES)
    if where is None:
        found.notes.append(f"{language}/{MESSAGES} is missing")
        return Words({**english.messages, LOCALE: language})
    table = dict(flat(folders.read(where, found.problems)))
    found.problems.extend(message_problems(where, table, english.shipped))
    texts = _texts(table)
    found.problems.extend(address_problems(where, texts))
    locale = parsed(texts.get(LOCALE))
    if locale is None or locale.language != language.partition("_")[0]:
        found.problems.append(f"{where}: {LOCALE} should be of the language {language}")
        return None
    found.notes.extend(f"{where}: {key} is missing" for key in missing_keys(texts, english.shipped, locale))
    found.notes.extend(message_notes(where, texts, english.shipped))
    return Words(filled_up(texts, english.messages))


def _kind(
    kind: Kind, language: str, folders: Folders, english: _English, found: Findings
) -> KindWords | None:
    name, under = f"kinds/{kind}.toml", english.kinds[kind]
    where = folders.of(language, name)
    if where is None:
        found.notes.append(f"{language}/{name} is missing")
        return read_kind(kind, shipped_file(name), under, found.problems)
    table = dict(folders.read(where, found.problems))
    if table.pop("timing", under.get("timing")) not in (under.get("timing"), english.shipped_timing(kind)):
        found.notes.append(
            f"{where}: timing: numbers have no language, and hold as the English file has them"
        )
    found.notes.extend(f"{where}: {key} is missing" for key in missing_words(table, under))
    found.problems.extend(other_policy(where, table, under))
    return read_kind(kind, where, over(table, under), found.problems)


def _day_files(folders: Folders, problems: list[str]) -> dict[str, DayFile]:
    """Those of every language that has one, whether or not it has words."""
    found = {}
    for name in folders.languages_with(DATES):
        path = folders.of(name, DATES)
        if path:
            found[name] = read_day_file(path, folders.read(path, problems), problems)
    return found


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, text in table.items() if is_text(text)}
