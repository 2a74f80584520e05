"""A team's folder with a language of its own: every text in letters that no shipped word has; and other numbers."""

import json
import re
import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale

from coaching.kinds import Kind
from playground import Gestures
from prompts.playbook_files import shipped_file
from prompts.public_holidays import holidays_of, regions_of
from tests.stories.scenes import texts

JSON = dict[str, Any]

LETTERS = str.maketrans(string.ascii_letters, "абцдефгхийклмнопярстувшжызАБЦДЕФГХИЙКЛМНОПЯРСТУВШЖЫЗ")
"""One letter for one, so that no limit of length is met that the shipped words do not meet."""
LANGUAGE, SLACK_S = "fr", "fr-FR"
"""A language that is not shipped, and the locale with which Slack tells of who reads it."""
HOME = "PT"
"""The country whose holidays are kept in Lisbon."""
FORMATS = {
    "locale": LANGUAGE,
    "date": "EEEE d MMMM y",
    "short_date": "dd.MM.y",
    "moment": "EEEE d MMMM, HH:mm",
    "time": "HH:mm",
}
NUMBERS: Mapping[str, int | str] = {
    "nudge_time": "08:15:00",
    "reminder_days": 5,
    "waiting_days": 4,
    "digest_from": 3,
    "digest_rows": 5,
    "talking_again_days": 10,
    "honest_counts_from": 1,
    "undo_hours": 12,
}
"""What differs from the shipped numbers; every number of a kind of no is two days more."""
MORE_DAYS = 2
ROOM: Mapping[tuple[str, str], int] = {
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("button", "text"): 75,
    ("header", "text"): 150,
    ("", "title"): 100,
    ("", "confirm"): 30,
    ("", "deny"): 30,
    ("", "description"): 75,
    ("", "placeholder"): 150,
}
"""By the kind of element and where in it a text stands: docs.slack.dev, "Block Kit"."""
_KEPT = {"address", "rests_on", "few_tries", "many_tries", "needs", "long"}
_PLACEHOLDER = re.compile(r"(\{\w+\})")
_WORD = re.compile(r"[^\W\d_]+")


def other(text: str) -> str:
    """The text as this language has it; placeholders stay."""
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(LETTERS) for part in _PLACEHOLDER.split(text)
    )


SIGN = other("not right now")
"""Nothing was learnt of this language: a team's own sign is what the guess goes by."""


def write_other_words(folder: Path) -> Path:
    """The words in a folder called by their language, the numbers at the top; returns the folder."""
    theirs = folder / LANGUAGE
    for made in (folder, theirs):
        (made / "kinds").mkdir(parents=True)
    messages = _shipped("messages.toml")
    formats = messages.pop("formats")
    write_table(theirs / "messages.toml", {"formats": {**formats, **FORMATS}, **_in_other_words(messages)})
    write_table(folder / "numbers.toml", {**_shipped("numbers.toml"), **NUMBERS})
    for kind in Kind:
        table = _shipped(f"kinds/{kind}.toml")
        timing = _in_other_words(table.pop("timing", {}))
        write_table(folder / f"kinds/{kind}.toml", {**table, "timing": timing})
        signs = {"signs": [SIGN]} if kind is Kind.NOT_NOW else {}
        write_table(theirs / f"kinds/{kind}.toml", {**signs, **_in_other_words(table)})
    return folder


class Reader:
    """Reads all that one person sees: views, Home, messages. `typed` are the words that people brought along."""

    def __init__(self, who: Gestures, typed: Iterable[str]) -> None:
        self._who = who
        self._known = {word for text in typed for word in _WORD.findall(text)} | _calendar_words()
        self._read: set[str] = set()
        """What was on screen before, as it was: it is read once."""
        self.texts: set[str] = set()
        self.room: dict[str, int] = {}
        """Of what stands where Slack cuts, the characters there is room for."""

    def look(self) -> None:
        for surface in [*self._who.views, self._who.home or {}, *self._who.messages()]:
            as_it_is = json.dumps(surface)
            if as_it_is in self._read:
                continue
            self._read.add(as_it_is)
            self.texts.update(texts(surface))
            for text, most in in_little_room(surface):
                self.room[text] = min(most, self.room.get(text, most))

    def heard(self, texts: Iterable[str]) -> None:
        self.texts.update(texts)

    @property
    def words(self) -> set[str]:
        return {word for text in self.texts for word in _WORD.findall(text)}

    @property
    def strangers(self) -> dict[str, str]:
        """Each word in Latin letters that is neither typed nor of the calendar, with a text it stands in."""
        latin = {word for word in self.words if set(word) & set(string.ascii_letters)} - self._known
        return {word: next(t for t in self.texts if word in t) for word in sorted(latin)}

    def after_each_answer(self, settle: Callable[[], None]) -> Callable[[], None]:
        """For a local Slack's `settle`: what is on screen is read whenever the bot has answered."""

        def settled() -> None:
            settle()
            self.look()

        return settled


def in_little_room(part: Any, kind: str = "", where: str = "") -> Iterator[tuple[str, int]]:
    """Each plain text that stands where Slack cuts, with how long it may be there."""
    if isinstance(part, list):
        for one in part:
            yield from in_little_room(one, kind, where)
    elif isinstance(part, dict) and part.get("type") == "plain_text":
        if most := ROOM.get((kind, where)) or ROOM.get(("", where)):
            yield part["text"], most
    elif isinstance(part, dict):
        for key, one in part.items():
            yield from in_little_room(one, str(part.get("type", "")), key)


def _calendar_words() -> set[str]:
    """What libraries write: names of days, months, countries and holidays, and the "and" of a list."""
    locale = Locale.parse(FORMATS["locale"])
    named = [
        locale.days["format"]["wide"],
        locale.days["stand-alone"]["wide"],
        locale.months["format"]["wide"],
    ]
    names = {word for table in named for name in table.values() for word in _WORD.findall(str(name))}
    names |= {word for name in locale.territories.values() for word in _WORD.findall(str(name))}
    feasts = [name for year in (2026, 2027, 2028) for name in holidays_of(HOME, year, LANGUAGE).values()]
    told = [*regions_of(HOME).values(), *(one for names_of in feasts for one in names_of)]
    names |= {word for name in told for word in _WORD.findall(name)}
    # Countries are grouped by their first letter.
    names |= set(string.ascii_uppercase)
    return names | {
        word for pattern in locale.list_patterns["standard"].values() for word in _WORD.findall(pattern)
    }


def _shipped(name: str) -> JSON:
    return tomllib.loads(shipped_file(name).read_text(encoding="utf-8"))


def _in_other_words(part: Any) -> Any:
    if isinstance(part, str):
        return other(part)
    if isinstance(part, list):
        return [_in_other_words(one) for one in part]
    if isinstance(part, dict):
        return {key: one if key in _KEPT else _in_other_words(one) for key, one in part.items()}
    return part + MORE_DAYS


def write_table(path: Path, table: JSON) -> None:
    """TOML's tables and values; a basic string of TOML is written as JSON writes it."""
    path.write_text("\n".join(_lines(table, "")), encoding="utf-8")


def _lines(table: JSON, prefix: str) -> Iterator[str]:
    tables = {key: one for key, one in table.items() if isinstance(one, dict)}
    for key, one in table.items():
        if key not in tables:
            bare = bool(re.fullmatch(r"\d\d:\d\d:\d\d", str(one)))
            yield f"{key} = {one if bare else _value(one)}"
    for key, one in tables.items():
        yield f"[{prefix}{key}]"
        yield from _lines(one, f"{prefix}{key}.")


def _value(part: Any) -> str:
    """A value within a line; a table inside a list is an inline table."""
    if isinstance(part, list):
        return f"[{', '.join(map(_value, part))}]"
    if isinstance(part, dict):
        return f"{{ {', '.join(f'{key} = {_value(one)}' for key, one in part.items())} }}"
    return json.dumps(part, ensure_ascii=False)
