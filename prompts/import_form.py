"""A list of lost deals comes in: the form that takes the file, what was read of it, and what became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prompts import blocks
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, by_field
from prompts.words import Words

FILE = "import_file"
LIST = "import_list"
"""The callback ids of the form, and of what was read."""
FIELD = "file"
DATES = "dates"
"""The block ids of its fields."""

_FIRST, _BAD, _KNOWN = 5, 10, 5
"""How many rows of each sort are shown."""
_WORDS = 20
_SHORT = 60
_COLUMNS = 300
"""Characters of all the columns that are not needed."""


@dataclass(frozen=True)
class ListRow:
    """A row as the preview shows it."""

    line: int
    prospect: str
    lost_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class BadLine:
    """A row that is left out: `what` names why, `column` and `text` say where and what stands there."""

    line: int
    what: str
    column: str
    text: str


@dataclass(frozen=True)
class ListPreview:
    """What was read of a list: rows that can come in, rows that are known, and rows that are bad."""

    new: Sequence[ListRow]
    known: Sequence[ListRow]
    bad: Sequence[BadLine]
    ignored: Sequence[str]


@dataclass(frozen=True)
class FileMetadata:
    """What a preview is of: the file's id, the mark of its bytes, and how its dates were said to be meant."""

    file: str
    digest: str
    dates: str | None

    def packed(self) -> str:
        return json.dumps({"file": self.file, "digest": self.digest, "dates": self.dates})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "FileMetadata":
        try:
            told = json.loads(view["private_metadata"])
            file, digest, dates = told["file"], told["digest"], told["dates"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise Unreadable("view.private_metadata") from None
        if not (isinstance(file, str) and isinstance(digest, str) and isinstance(dates, str | None)):
            raise Unreadable("view.private_metadata")
        return cls(file, digest, dates)


def file_form(dates: Mapping[str, str], words: Words, problem: str | None = None) -> blocks.View:
    """Asks for the file. `dates` are the ways in which dates with slashes may be meant, each with the key of its words.

    `problem` is what was wrong with a file before.
    """
    say = words.say
    options = [blocks.option(value, say(key)) for value, key in dates.items()]
    shown = [
        *([blocks.titled(say("import.refused"), problem)] if problem else []),
        blocks.paragraph(say("import.about")),
        blocks.field(
            FIELD, say("import.file"), blocks.file_input(["csv", "tsv", "txt"]), hint=say("import.hint")
        ),
        blocks.field(
            DATES,
            say("import.dates"),
            blocks.radio(options, None),
            hint=say("import.dates_hint"),
            optional=True,
        ),
    ]
    return blocks.modal(
        FILE, say("import.title"), shown, close=say("screens.cancel"), submit=say("import.look")
    )


def read_file_form(view: Mapping[str, Any]) -> tuple[str, str | None]:
    """The id of the file that was handed in, and how dates with slashes are meant, where that was said."""
    try:
        (element,) = view["state"]["values"][FIELD].values()
        file = element["files"][0]["id"]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise Unreadable(f"view.state.values.{FIELD}") from None
    if not isinstance(file, str) or not file:
        raise Unreadable(f"view.state.values.{FIELD}")
    return file, by_field(view).get(DATES)


def busy(words: Words, key: str) -> blocks.View:
    """While the file is read, or stored, where that takes its time."""
    shown = [blocks.paragraph(words.say(key))]
    return blocks.modal("import_busy", words.say("import.title"), shown, close=words.say("screens.close"))


def preview(shown: ListPreview, about: FileMetadata, playbook: Playbook) -> blocks.View:
    """The first rows, each row that is left out, and the button that takes the others in."""
    words = playbook.words
    say, count = words.say, len(shown.new)
    first = [_row(row, words) for row in shown.new[:_FIRST]]
    known = [say("import.line", line=row.line, text=blocks.cut(row.prospect, _SHORT)) for row in shown.known]
    bad = [bad_line(one, words) for one in shown.bad]
    parts = [
        *_listed(say("import.new", count=count), first, count, words),
        *_listed(say("import.known", count=len(known)), known[:_KNOWN], len(known), words),
        *_listed(say("import.bad", count=len(bad)), bad[:_BAD], len(bad), words),
    ]
    if shown.ignored:
        names = blocks.cut(", ".join(shown.ignored), _COLUMNS)
        parts.append(blocks.context(say("import.ignored", columns=names)))
    parts.append(blocks.context(say("import.pace" if count else "import.nothing")))
    submit = say("import.take", count=count) if count else None
    return blocks.modal(
        LIST, say("import.title"), parts, close=say("screens.cancel"), submit=submit, metadata=about.packed()
    )


def bad_line(one: BadLine, words: Words) -> str:
    """Why a row is left out, by its line."""
    text = words.say(f"import.bad_{one.what}", text=one.text)
    return words.say("import.line_column" if one.column else "import.line", **_where(one), text=text)


def refusal(what: str, about: str, words: Words) -> str:
    """Why a file is not read."""
    return words.say(f"import.file_{what}", about=about)


def done(count: int, on: date, words: Words) -> blocks.View:
    shown = [blocks.paragraph(text) for text in _done(count, on, words)]
    return blocks.modal("import_done", words.say("import.title"), shown, close=words.say("screens.close"))


def done_note(count: int, on: date, words: Words) -> blocks.Message:
    """The same in the DM."""
    told = _done(count, on, words)
    return blocks.message(told, [blocks.paragraph(text) for text in told])


def _done(count: int, on: date, words: Words) -> list[str]:
    return [words.say("import.done", count=count, date=words.day(on)), words.say("import.pace")]


def refusal_note(text: str, words: Words) -> blocks.Message:
    """Why a list is not taken, in the DM."""
    title = words.say("import.title")
    return blocks.message([title, text], [blocks.titled(title, text)])


def _where(one: BadLine) -> dict[str, object]:
    return {"line": one.line} | ({"column": blocks.cut(one.column, _SHORT)} if one.column else {})


def _row(row: ListRow, words: Words) -> str:
    facts = [blocks.cut(row.prospect, _SHORT), words.short_date(row.lost_on) if row.lost_on else None]
    facts.append(blocks.cut_words(row.reason, _WORDS) if row.reason else None)
    return " · ".join(fact for fact in facts if fact)


def _listed(title: str, lines: Sequence[str], count: int, words: Words) -> list[blocks.Block]:
    if not count:
        return []
    more = [words.say("import.more", count=count - len(lines))] if count > len(lines) else []
    return [blocks.titled_list(title, [*lines, *more])]
