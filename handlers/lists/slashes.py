"""Whether dates with slashes have the day or the month first: all dates of a file together tell."""

from collections.abc import Iterator, Sequence

from handlers.lists.cells import Slashes, short, slashed
from handlers.lists.csv_file import Broken, CsvFile, FileRefused

_MONTHS = 12


def slashes_of(file: CsvFile, dates: Sequence[str]) -> Slashes | None:
    """As all cells in the columns `dates` have it; None when none has slashes. FileRefused where they do not tell."""
    if not file.has(b"/"):
        return None
    proofs: dict[Slashes, str] = {}
    doubtful = None
    for where, parts in _slashed(file, dates):
        first, second = parts
        if first > _MONTHS >= second:
            proofs.setdefault(Slashes.DAY_FIRST, where)
        elif second > _MONTHS >= first:
            proofs.setdefault(Slashes.MONTH_FIRST, where)
        doubtful = doubtful or where
    if len(proofs) > 1:
        day, month = proofs[Slashes.DAY_FIRST], proofs[Slashes.MONTH_FIRST]
        said = f"{file.name}: {day} has the day first, {month} the month; all must be written alike"
        raise FileRefused([said], "mixed_dates")
    if doubtful and not proofs:
        said = (
            f"{file.name}: {doubtful} may have the day or the month first, and no other date tells;"
            f" say --dates {Slashes.DAY_FIRST} or --dates {Slashes.MONTH_FIRST}"
        )
        raise FileRefused([said], "doubtful_dates")
    return next(iter(proofs), None)


def _slashed(file: CsvFile, dates: Sequence[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    columns = [file.column[name] for name in dates if name in file.column]
    for row in file.rows():
        if isinstance(row, Broken) or len(row.cells) != len(file.header):
            continue
        for at in columns:
            if "/" in row.cells[at] and (parts := slashed(row.cells[at])):
                yield f'line {row.line}, {file.header[at]}: "{short(row.cells[at])}"', parts
