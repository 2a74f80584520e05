"""A list of past asks as a file: its encoding, its separator, its columns, and its rows one by one."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 1024**3
_LOOK = 65_536
_BLOCK = 1024**2
_SEPARATORS = (",", ";", "\t", "|")
NAMES = {
    "kind": (
        "kind of no",
        "reason",
        "lost reason",
        "art",
        "grund",
        "verlustgrund",
        "tipo",
        "motivo",
        "razón",
        "razon",
    ),
    "said_no_on": (
        *("said no", "no on", "lost on", "abgesagt am", "absage am", "nein am", "verloren am"),
        *("dijo no el", "dijeron no el", "no el", "perdido el", "perdida el"),
    ),
    "asked_on": (
        *(
            "asked",
            "asked again on",
            "gefragt am",
            "nachgefragt am",
            "wieder gefragt am",
            "erneut gefragt am",
        ),
        *("preguntado el", "preguntó el", "pregunto el", "vuelto a preguntar el"),
    ),
    "came_back": (
        *("won back", "won", "outcome", "result", "zurückgekommen", "zurückgewonnen", "gewonnen", "ergebnis"),
        *("volvió", "volvio", "regresó", "regreso", "recuperado", "recuperada", "ganado", "resultado"),
    ),
}
"""The columns, with what else each may be called: in English, German and Spanish."""


class FileRefused(Exception):
    """Why a file is not read, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class Row(NamedTuple):
    """One record, and the line of the file on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class AsksFile:
    """A file that can be read, as often as needed."""

    path: Path
    encoding: str
    separator: str
    header: list[str]
    header_line: int
    column: dict[str, int]
    """Where each of the columns of NAMES stands."""

    @property
    def ignored(self) -> list[str]:
        """Columns that mean nothing here."""
        ours = set(self.column.values())
        return [name.strip() for at, name in enumerate(self.header) if at not in ours]

    def rows(self) -> Iterator[Row | str]:
        """Each record below the header, empty lines left out; a text is why one cannot be read."""
        for found in _records(self.path, self.encoding, self.separator):
            if isinstance(found, str) or (found.line > self.header_line and any(map(str.strip, found.cells))):
                yield found

    def has(self, sign: bytes) -> bool:
        """Whether a byte stands anywhere in the file: cheap, where reading rows is not."""
        with self.path.open("rb") as file:
            return any(sign in block for block in iter(lambda: file.read(_BLOCK), b""))


def open_asks(path: Path) -> AsksFile:
    """FileRefused when it is no such file, or a column is missing."""
    try:
        encoding = _encoding(path)
        first = _first_records(path, encoding)
    except OSError as error:
        raise FileRefused([f"{path}: {error.strerror or error}"]) from None
    choices = [(separator, row, _columns(row.cells)) for separator, row in first]
    if not choices:
        raise FileRefused([f"{path}: the file is empty, or its first line is no CSV"])
    separator, row, column = max(choices, key=lambda choice: len(choice[2]))
    problems = list(_header_problems(row.cells, column))
    if problems:
        raise FileRefused([f"{path}, line {row.line}: {problem}" for problem in problems])
    return AsksFile(
        path, encoding, separator, row.cells, row.line, {name: at[0] for name, at in column.items()}
    )


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 or, when it is neither, Latin-1."""
    if not path.is_file():
        raise FileRefused([f"{path}: there is no such file"])
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused([f"{path}: at most {MOST_BYTES // 1024**2} MB are read; split the file by kind"])
    with path.open("rb") as file:
        start = file.read(_LOOK)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(b"PK\x03\x04"):
            raise FileRefused([f"{path}: this is a workbook or a zip file; save the sheet as CSV"])
        if b"\0" in start:
            for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
                if zeros.count(0) > len(zeros) // 2:
                    return name
            raise FileRefused([f"{path}: this is no text file"])
        return "utf-8-sig" if _is_utf8(start, file) else "latin-1"


def _is_utf8(start: bytes, file: io.BufferedReader) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_records(path: Path, encoding: str) -> list[tuple[str, Row]]:
    """The header under each separator; "sep=;" above it, as spreadsheets write it, settles which."""
    found = []
    for separator in _SEPARATORS:
        rows = (row for row in _records(path, encoding, separator) if isinstance(row, str) or any(row.cells))
        row = next(rows, None)
        told = _told_separator(row)
        if told:
            after = (row for row in _records(path, encoding, told) if isinstance(row, Row) and any(row.cells))
            next(after, None)
            header = next(after, None)
            return [(told, header)] if header else []
        if isinstance(row, Row):
            found.append((separator, row))
    return found


def _told_separator(row: Row | str | None) -> str | None:
    if not isinstance(row, Row):
        return None
    said = row.cells[0].strip(" ").casefold()
    return said[4:] if said.startswith("sep=") and said[4:] in _SEPARATORS else None


def _records(path: Path, encoding: str, separator: str) -> Iterator[Row | str]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 1
        try:
            for cells in reader:
                yield Row(line, cells)
                line = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            yield f"line {line}: {error}"


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    """Where each column that is known stands; its own name goes before others it may have."""
    plain = [_plain(name) for name in header]
    found = {}
    for name, others in NAMES.items():
        own = [at for at, said in enumerate(plain) if said == _plain(name)]
        at = own or [at for at, said in enumerate(plain) if said in others]
        if at:
            found[name] = at
    return found


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _header_problems(header: Sequence[str], column: dict[str, list[int]]) -> Iterator[str]:
    for name in NAMES:
        if name not in column:
            there = ", ".join(f'"{one}"' for one in header[:20])
            yield f"the column {name} is missing; there are {there}"
        elif len(column[name]) > 1:
            both = " and ".join(f'"{header[at]}"' for at in column[name])
            yield f"{both} may both be the column {name}; leave one"
