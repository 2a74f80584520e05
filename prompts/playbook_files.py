"""Where each file of the playbook lies, how it is read, and what is called wrong in it."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import ValidationError

from coaching.kinds import Kind
from prompts.toml_lines import located

DEFAULT_FOLDER = Path(__file__).parent
ENGLISH = "en"
"""The language that every text is written in first, and its folder's name."""
MESSAGES, NUMBERS, DATES = "messages.toml", "numbers.toml", "dates.toml"
KINDS = tuple(f"kinds/{kind}.toml" for kind in Kind)
WORDS = (MESSAGES, *KINDS)
"""What a rep reads, in every language."""


class PlaybookError(Exception):
    """What is wrong with the playbook, a line each: the file, its line, the key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [located(problem) for problem in problems]
        super().__init__("\n".join(self.problems))


def shipped_file(name: str, language: str = ENGLISH) -> Path:
    """Where we keep a file of the playbook: words in a folder for each language, numbers beside them."""
    return DEFAULT_FOLDER / name if name == NUMBERS else DEFAULT_FOLDER / language / name


class Folders:
    """The files that hold: ours, and a team's `own` in place of them.

    What lies at the top of the team's folder is in the language that its messages name, in English where it has
    none; a folder in it is called by its language.
    """

    def __init__(self, own: Path | None) -> None:
        self._own = own
        self._read: dict[Path, tuple[Mapping[str, Any], list[str]]] = {}
        self.default_language = self._language_at_the_top()

    def default(self, name: str) -> Path:
        """Of the playbook of everybody who has no other."""
        folders = [self._own / self.default_language, self._own] if self._own else []
        places = [folder / name for folder in folders if name != NUMBERS or folder == self._own]
        return next((place for place in places if place.exists()), shipped_file(name))

    def of(self, language: str, name: str) -> Path | None:
        """A language's file; None where it has none."""
        if language == self.default_language:
            return self.default(name)
        own = [self._own / language / name] if self._own else []
        return next((place for place in (*own, shipped_file(name, language)) if place.exists()), None)

    def read(self, path: Path, problems: list[str]) -> Mapping[str, Any]:
        """A file's tables, read once however often they are asked for."""
        if path not in self._read:
            wrong: list[str] = []
            self._read[path] = (read(path, wrong), wrong)
        tables, wrong = self._read[path]
        problems += wrong
        return tables

    def languages(self) -> list[str]:
        """Those with a folder, and the default one."""
        return sorted(set(self.languages_with(MESSAGES)) | self._own_languages() | {self.default_language})

    def languages_with(self, name: str) -> list[str]:
        """Those that have such a file."""
        ours = {path.parent.name for path in DEFAULT_FOLDER.glob(f"*/{name}")}
        theirs = {language for language in self._own_languages() if self.of(language, name)}
        return sorted(ours | theirs)

    def _own_languages(self) -> set[str]:
        there = self._own is not None and self._own.is_dir()
        return (
            {path.name for path in self._own.iterdir() if is_language(path)} if self._own and there else set()
        )

    def strangers(self) -> list[str]:
        """Files of a team's folder that stand for nothing: a misspelt name would be passed over in silence."""
        if self._own is None:
            return []
        if not self._own.is_dir():
            return [f"{self._own}: there is no such folder"]
        given = [path.relative_to(self._own) for path in sorted(self._own.rglob("*.toml"))]
        return [problem for path in given if (problem := self._problem_of(path, self._own))]

    def _problem_of(self, path: Path, own: Path) -> str | None:
        name, folder = path.as_posix(), path.parts[0]
        if name in (*WORDS, NUMBERS):
            return None
        if not is_language(own / folder) or name.removeprefix(f"{folder}/") not in (*WORDS, DATES):
            return f"{own / name}: no file of the playbook is called so"
        twice = folder == self.default_language and (own / path.relative_to(folder)).exists()
        return f"{own / name}: stands at the top of the folder, too" if twice else None

    def _language_at_the_top(self) -> str:
        path = self._own / MESSAGES if self._own else None
        if path is None or not path.exists():
            return ENGLISH
        told = self.read(path, []).get("formats", {})
        locale = parsed(told.get("locale") if isinstance(told, dict) else None)
        return locale.language if locale else ENGLISH


def is_language(path: Path) -> bool:
    """Whether a folder is called as Unicode's CLDR calls a language: `de`, `pt_BR`."""
    locale = parsed(path.name) if path.is_dir() else None
    return locale is not None and str(locale) == path.name


def parsed(name: object) -> Locale | None:
    """None for what is no locale."""
    try:
        return Locale.parse(name) if isinstance(name, str) and name else None
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def read(path: Path, problems: list[str]) -> dict[str, Any]:
    """A file's tables; what cannot be read is a problem, and has none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path}: {error}")
        return {}


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every value by its full key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def named(path: Path, error: ValidationError) -> list[str]:
    return [f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
