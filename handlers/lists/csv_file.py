"""A list as a CSV file: its encoding, its separator, its header, and its rows one by one."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

Open = Callable[[], BinaryIO]
"""Opens the file's bytes anew, from their beginning."""
_LOOK = 65_536
_BLOCK = 1024**2
_SEPARATORS = (",", ";", "\t", "|")


class FileRefused(Exception):
    """Why a file is not read, a line each.

    `what` names the first for whoever says it in another language, with the texts it speaks of.
    """

    def __init__(self, problems: Sequence[str], what: str = "", *about: str) -> None:
        self.problems = list(problems)
        self.what = what
        self.about = about
        super().__init__("\n".join(self.problems))


class Row(NamedTuple):
    """One record, and the line of the file on which it begins."""

    line: int
    cells: list[str]


class Broken(NamedTuple):
    """A record that cannot be read, and why; none comes after it."""

    line: int
    why: str


@dataclass(frozen=True)
class CsvFile:
    """A file that can be read, as often as needed; `name` is what it is called in a refusal."""

    name: str
    open: Open
    encoding: str
    separator: str
    header: list[str]
    header_line: int
    column: dict[str, int]
    """Where each of the columns that are known stands."""

    @property
    def ignored(self) -> list[str]:
        """Columns that mean nothing here."""
        ours = set(self.column.values())
        return [name.strip() for at, name in enumerate(self.header) if at not in ours]

    def rows(self) -> Iterator[Row | Broken]:
        """Each record below the header, empty lines left out."""
        for found in _records(self.open, self.encoding, self.separator):
            if isinstance(found, Broken) or (
                found.line > self.header_line and any(map(str.strip, found.cells))
            ):
                yield found

    def has(self, sign: bytes) -> bool:
        """Whether a byte stands anywhere in the file: cheap, where reading rows is not."""
        with self.open() as file:
            return any(sign in block for block in iter(lambda: file.read(_BLOCK), b""))


def open_csv(name: str, open: Open, columns: Callable[[Sequence[str]], dict[str, list[int]]]) -> CsvFile:
    """The file under the separator that makes most sense of its header; FileRefused where there is none.

    `columns` says where each column that is known may stand in a header: the first of those is taken.
    """
    encoding = _encoding(name, open)
    choices = [(separator, row, columns(row.cells)) for separator, row in _first_records(open, encoding)]
    if not choices:
        raise FileRefused([f"{name}: the file is empty, or its first line is no CSV"], "empty")
    separator, row, column = max(choices, key=lambda choice: len(choice[2]))
    first = {known: at[0] for known, at in column.items()}
    return CsvFile(name, open, encoding, separator, row.cells, row.line, first)


def named_columns(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Where each column of `names` stands in a header; its own name goes before others it may have."""
    plain = [plain_name(name) for name in header]
    found = {}
    for name, others in names.items():
        own = [at for at, said in enumerate(plain) if said == plain_name(name)]
        at = own or [at for at, said in enumerate(plain) if said in others]
        if at:
            found[name] = at
    return found


def plain_name(name: str) -> str:
    """A column's name without what does not count in it."""
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _encoding(name: str, open: Open) -> str:
    """UTF-8, UTF-16 or, when it is neither, Windows-1252; Latin-1 where a byte has no letter in that."""
    with open() as file:
        start = file.read(_LOOK)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(b"PK\x03\x04"):
            raise FileRefused(
                [f"{name}: this is a workbook or a zip file; save the sheet as CSV"], "workbook"
            )
        if b"\0" in start:
            for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
                if zeros.count(0) > len(zeros) // 2:
                    return encoding
            raise FileRefused([f"{name}: this is no text file"], "no_text")
    if _reads_as("utf-8", open):
        return "utf-8-sig"
    # Spreadsheets on Windows write it as plain CSV, and where Latin-1 has controls it has quotes, dashes and letters.
    return "cp1252" if _reads_as("cp1252", open) else "latin-1"


def _reads_as(encoding: str, open: Open) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open() as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_records(open: Open, encoding: str) -> list[tuple[str, Row]]:
    """The header under each separator; "sep=;" above it, as spreadsheets write it, settles which."""
    found = []
    for separator in _SEPARATORS:
        rows = (
            row for row in _records(open, encoding, separator) if isinstance(row, Broken) or any(row.cells)
        )
        row = next(rows, None)
        told = _told_separator(row)
        if told:
            after = (row for row in _records(open, encoding, told) if isinstance(row, Row) and any(row.cells))
            next(after, None)
            header = next(after, None)
            return [(told, header)] if header else []
        if isinstance(row, Row):
            found.append((separator, row))
    return found


def _told_separator(row: Row | Broken | None) -> str | None:
    if not isinstance(row, Row):
        return None
    said = row.cells[0].strip(" ").casefold()
    return said[4:] if said.startswith("sep=") and said[4:] in _SEPARATORS else None


def _records(open: Open, encoding: str, separator: str) -> Iterator[Row | Broken]:
    with open() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 1
        try:
            for cells in reader:
                yield Row(line, cells)
                line = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            yield Broken(line, str(error))
