"""What a line must look like to be read as a day: a language's file of them, and several languages together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from babel.dates import get_day_names
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from prompts.playbook_files import named

NEVER = "(?!)"
"""A form that nothing looks like."""
_Key = TypeVar("_Key", int, str)


class DayFile(BaseModel):
    """One language's `dates.toml`: regular expressions, read without case, as whole words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leads: str = ""
    weekdays: str = ""
    day_first: bool = False
    days: Mapping[int, str] = {}
    spans: Mapping[str, str] = {}
    next: Mapping[Literal["week", "month"], str] = {}
    numbers: Mapping[int, str] = {}
    in_months: Mapping[int, str] = {}
    yearly: Mapping[str, str] = {}
    easter: Mapping[int, str] = {}
    quarters: Mapping[str, str] = {}


@dataclass(frozen=True)
class DayWords:
    """Those of several languages, the reader's own first, which says whether a day stands before its month.

    `weekdays` and `spans` have the names of days and the words for numbers in them; `names` tells those days (ISO).
    """

    languages: tuple[str, ...]
    day_first: bool
    leads: tuple[str, ...]
    days: Mapping[int, str]
    weekdays: tuple[str, ...]
    names: Mapping[str, int]
    spans: tuple[str, ...]
    next: Mapping[str, str]
    numbers: Mapping[int, str]
    in_months: Mapping[int, str]
    yearly: Mapping[str, str]
    easter: Mapping[int, str]
    quarters: Mapping[str, str]


def together(files: Mapping[str, DayFile], first: str) -> DayWords:
    """All of them, with the language `first` before the others, where it is among them."""
    names = sorted(files, key=lambda name: name != first)
    ordered = [files[name] for name in names]
    return DayWords(
        languages=tuple(names),
        day_first=bool(ordered) and ordered[0].day_first,
        leads=tuple(lead for one in ordered for lead in one.leads.split("|") if lead),
        days=_joined(one.days for one in ordered),
        weekdays=tuple(_with_names(files[name].weekdays, name) for name in names if files[name].weekdays),
        names={day: number for name in names for day, number in _names(name).items()},
        spans=tuple(_with_numbers(form, one) for one in ordered for form in one.spans.values()),
        next=_joined({str(what): form for what, form in one.next.items()} for one in ordered),
        numbers=_joined(one.numbers for one in ordered),
        in_months=_joined(one.in_months for one in ordered),
        yearly=_joined(one.yearly for one in ordered),
        easter=_joined(one.easter for one in ordered),
        quarters=_joined(one.quarters for one in ordered),
    )


@cache
def _day_file() -> TypeAdapter[DayFile]:
    return TypeAdapter(DayFile)


def read_day_file(path: Path, table: Mapping[str, Any], problems: list[str]) -> DayFile:
    """An empty one where it is not whole."""
    try:
        file = _day_file().validate_python(table)
    except ValidationError as error:
        problems += named(path, error)
        return DayFile()
    problems += [f"{path}: {problem}" for problem in _wrong_forms(file)]
    return file


def _names(language: str) -> dict[str, int]:
    """The days of the week as they are written out, with their ISO numbers."""
    return {name.casefold(): at + 1 for at, name in get_day_names("wide", locale=language).items()}


def _with_names(form: str, language: str) -> str:
    return form.replace("{day}", f"(?:{'|'.join(map(re.escape, _names(language)))})")


def _with_numbers(form: str, file: DayFile) -> str:
    return form.replace("{number}", "|".join(file.numbers.values()) or NEVER)


def _joined(tables: Iterator[Mapping[_Key, str]]) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    for table in tables:
        for key, form in table.items():
            found[key] = f"{found[key]}|{form}" if key in found else form
    return found


def _wrong_forms(file: DayFile) -> Iterator[str]:
    """What is no regular expression, or no day of the year."""
    tables: dict[str, Mapping[Any, str]] = {
        "spans": file.spans,
        "next": file.next,
        "numbers": file.numbers,
        "in_months": file.in_months,
        "yearly": file.yearly,
        "easter": file.easter,
        "quarters": file.quarters,
    }
    forms = {f"{table}.{key}": form for table, of_it in tables.items() for key, form in of_it.items()}
    for key, form in ({"weekdays": file.weekdays} | forms).items():
        try:
            re.compile(form)
        except re.error as error:
            yield f"{key}: {error}"
    for on in file.yearly:
        if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", on):
            yield f"yearly.{on} is not a month and a day of it"
