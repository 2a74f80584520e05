"""A list of past asks as a file: what its columns may be called."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from handlers.lists.csv_file import CsvFile, FileRefused, named_columns, open_csv

MOST_BYTES = 1024**3
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


def open_asks(path: Path) -> CsvFile:
    """FileRefused when it is no such file, or a column is missing."""
    try:
        _check_there(path)
        file = open_csv(str(path), lambda: path.open("rb"), _columns)
    except OSError as error:
        raise FileRefused([f"{path}: {error.strerror or error}"]) from None
    if problems := list(_header_problems(file.header)):
        raise FileRefused([f"{path}, line {file.header_line}: {problem}" for problem in problems])
    return file


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise FileRefused([f"{path}: there is no such file"])
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused([f"{path}: at most {MOST_BYTES // 1024**2} MB are read; split the file by kind"])


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    return named_columns(header, NAMES)


def _header_problems(header: Sequence[str]) -> Iterator[str]:
    column = _columns(header)
    for name in NAMES:
        if name not in column:
            there = ", ".join(f'"{one}"' for one in header[:20])
            yield f"the column {name} is missing; there are {there}"
        elif len(column[name]) > 1:
            both = " and ".join(f'"{header[at]}"' for at in column[name])
            yield f"{both} may both be the column {name}; leave one"
