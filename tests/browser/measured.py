"""What a rep reads and presses, measured on the page and held in a table: each with the most it may be."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("measured.md")
WRITE = "GOTANO_MEASURED_WRITE"
HEAD = """# What a rep reads and presses

Measured in the browser by tests/browser: words that stand on the screen before *more*, words on a card, words of a
nudge before the suggested message, and presses to a verdict. Headings, text and labels count as words; what stands on
buttons and in menus does not. Clicks and keys that are no typing count as presses, in the keyboard's way every Tab and
arrow too.
`GOTANO_MEASURED_WRITE=1 python -m pytest tests/browser/test_measured.py tests/browser/test_presses.py` writes the table
anew.
"""


@dataclass(frozen=True)
class Measure:
    """One number of the table: of which kind of thing, of what exactly, and what was found."""

    section: str
    what: str
    limit: int
    got: int


def problems(measures: Iterable[Measure]) -> list[str]:
    """A line for each that is more than it may be, or other than the table says; the table itself where asked."""
    found = list(measures)
    if os.environ.get(WRITE) == "1":
        _write(found)
    known = {(m.section, m.what): m for m in told()}
    much = [f"{m.section}, {m.what}: {m.got}, at most {m.limit}" for m in found if m.got > m.limit]
    other = [
        f"{m.section}, {m.what}: {m.got} of {m.limit}, the table says {known.get((m.section, m.what), 'nothing')}"
        for m in found
        if known.get((m.section, m.what)) != m
    ]
    return much + other


def _write(found: list[Measure]) -> None:
    """A row stays where it was; what is new comes after the rows of its section."""
    rows = {(m.section, m.what): m for m in [*told(), *found]}
    parts = [HEAD]
    for section in dict.fromkeys(section for section, _ in rows):
        parts.append(f"\n## {section}\n\n| what | at most | found |\n|---|---|---|\n")
        parts += [f"| {m.what} | {m.limit} | {m.got} |\n" for m in rows.values() if m.section == section]
    TABLE.write_text("".join(parts))


def told() -> Iterator[Measure]:
    """What the table says."""
    section = ""
    for line in TABLE.read_text().splitlines() if TABLE.exists() else []:
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| what"):
            what, limit, found = (cell.strip() for cell in line.strip("|").split("|"))
            yield Measure(section, what, int(limit), int(found))
