"""What a line must look like to be read as a day: a language's file of them, and several languages together."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from prompts.playbook_files import named


class DayFile(BaseModel):
    """One language's `dates.toml`: regular expressions, read without case, as whole words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leads: str = ""
    days: Mapping[str, str] = {}
    spans: Mapping[str, str] = {}
    yearly: Mapping[str, str] = {}
    quarters: Mapping[str, str] = {}


@dataclass(frozen=True)
class DayWords:
    """Those of several languages, the reader's own first."""

    languages: tuple[str, ...]
    leads: tuple[str, ...]
    days: Mapping[str, str]
    spans: tuple[str, ...]
    yearly: Mapping[str, str]
    quarters: Mapping[str, str]


def together(files: Mapping[str, DayFile], first: str) -> DayWords:
    """All of them, with the language `first` before the others, where it is among them."""
    names = sorted(files, key=lambda name: name != first)
    ordered = [files[name] for name in names]
    return DayWords(
        tuple(names),
        tuple(lead for one in ordered for lead in one.leads.split("|") if lead),
        _joined(one.days for one in ordered),
        tuple(form for one in ordered for form in one.spans.values()),
        _joined(one.yearly for one in ordered),
        _joined(one.quarters for one in ordered),
    )


def read_day_file(path: Path, table: Mapping[str, Any], problems: list[str]) -> DayFile:
    """An empty one where it is not whole."""
    try:
        file = TypeAdapter(DayFile).validate_python(table)
    except ValidationError as error:
        problems += named(path, error)
        return DayFile()
    problems += [f"{path}: {problem}" for problem in _wrong_forms(file)]
    return file


def _joined(tables: Iterator[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in tables:
        for key, form in table.items():
            found[key] = f"{found[key]}|{form}" if key in found else form
    return found


def _wrong_forms(file: DayFile) -> Iterator[str]:
    """What is no regular expression, or no day of the year."""
    for table, forms in (("spans", file.spans), ("yearly", file.yearly), ("quarters", file.quarters)):
        for key, form in forms.items():
            try:
                re.compile(form)
            except re.error as error:
                yield f"{table}.{key}: {error}"
    for on in file.yearly:
        if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", on):
            yield f"yearly.{on} is not a month and a day of it"
