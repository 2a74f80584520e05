"""A list of lost deals as another system exports it: read row by row, and what is wrong with one."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coaching.debrief import TEXT_LIMIT
from coaching.plain_text import is_seen, kept, name_of, web_address
from handlers.lists.cells import DayError, Slashes, day, short
from handlers.lists.csv_file import Broken, CsvFile, FileRefused, Row, open_csv
from handlers.lists.lost_deal_columns import columns_in
from handlers.lists.slashes import slashes_of
from prompts.amounts import AMOUNT_LIMIT, read_amount
from prompts.debrief_modal import PROSPECT_LIMIT
from storage.offers import ReportedDeal

MOST_BYTES = 1024**2
MOST_ROWS = 1000
"""At two a working morning four years of them."""
_ID_LIMIT = 200


@dataclass(frozen=True)
class ListedDeal:
    """One row that can be taken in; its deal is known by the id that its list has for it, or by its line."""

    line: int
    deal: ReportedDeal


@dataclass(frozen=True)
class BadRow:
    """Why a row is left out: `what` names it, `column` is what its header says, `text` what stands there."""

    line: int
    what: str
    column: str = ""
    text: str = ""


@dataclass(frozen=True)
class DealList:
    """A list that was read whole; `digest` is the same for the same bytes."""

    name: str
    digest: str
    deals: Sequence[ListedDeal]
    bad: Sequence[BadRow]
    ignored: Sequence[str]


def read_list(name: str, content: bytes, latest: date, told: Slashes | None) -> DealList:
    """FileRefused when it cannot be read as a list, or is too long: nothing is taken by half.

    `latest`: the last day that is not in the future. `told`: how dates with slashes are meant, where the file itself
    does not say.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused([f"{name}: at most {MOST_BYTES // 1024**2} MB are read"], "too_large")
    file = open_csv(name, lambda: io.BytesIO(content), columns_in)
    if "prospect" not in file.column and "company" not in file.column:
        there = ", ".join(f'"{short(one)}"' for one in file.header[:10])
        said = f"{name}, line {file.header_line}: no column is the prospect's; there are {there}"
        raise FileRefused([said], "no_prospect_column", there)
    reader = _RowReader(file, told or slashes_of(file, ["lost_on"]) or Slashes.DAY_FIRST, latest)
    for row in file.rows():
        reader.read(row)
    if not reader.deals and not reader.bad:
        raise FileRefused([f"{name}: there are no rows below the header"], "no_rows")
    digest = hashlib.sha256(content).hexdigest()
    return DealList(name, digest, reader.deals, reader.bad, file.ignored)


class _RowReader:
    """Reads row after row, into `deals` or `bad`."""

    def __init__(self, file: CsvFile, slashes: Slashes, latest: date) -> None:
        self.deals: list[ListedDeal] = []
        self.bad: list[BadRow] = []
        self._file = file
        self._slashes = slashes
        self._latest = latest
        self._ids: dict[str, int] = {}

    def read(self, row: Row | Broken) -> None:
        if len(self.deals) + len(self.bad) >= MOST_ROWS:
            said = f"{self._file.name}: at most {MOST_ROWS:,} rows are read; split the list"
            raise FileRefused([said], "too_many_rows")
        if isinstance(row, Broken):
            # What comes after it is not read, so that nobody knows what would be left out.
            raise FileRefused([f"{self._file.name}, line {row.line}: {row.why}"], "broken", str(row.line))
        if len(row.cells) != len(self._file.header):
            self.bad.append(BadRow(row.line, "cells"))
        elif bad := next(self._problems(row), None):
            self.bad.append(bad)
        else:
            self.deals.append(self._deal(row))

    def _deal(self, row: Row) -> ListedDeal:
        prospect, company = self._name(row, "prospect"), self._name(row, "company")
        on, given = self._cell(row, "lost_on"), self._cell(row, "id")
        if given:
            self._ids[given] = row.line
        deal = ReportedDeal(
            # Apart, so that a row without an id is none of those that have one.
            f"id:{given}" if given else f"line:{row.line}",
            prospect or company,
            (company or None) if prospect else None,
            day(on, self._slashes) if on else None,
            self._cell(row, "reason")[:TEXT_LIMIT] or None,
            self._cell(row, "amount") or None,
            self._cell(row, "link") or None,
        )
        return ListedDeal(row.line, deal)

    def _problems(self, row: Row) -> Iterator[BadRow]:
        """The first is told: a row is mended cell by cell."""
        prospect, company = self._name(row, "prospect"), self._name(row, "company")
        if not prospect and not company:
            yield self._bad(row, "no_prospect", "prospect" if "prospect" in self._file.column else "company")
        for column, name in (("prospect", prospect), ("company", company)):
            if len(name) > PROSPECT_LIMIT:
                yield self._bad(row, "too_long", column)
        yield from self._bad_day(row)
        if (amount := self._cell(row, "amount")) and not _is_amount(amount):
            yield self._bad(row, "amount", "amount")
        if (link := self._cell(row, "link")) and not web_address(link):
            yield self._bad(row, "link", "link")
        given = self._cell(row, "id")
        if len(given) > _ID_LIMIT:
            yield self._bad(row, "too_long", "id")
        if given in self._ids:
            yield BadRow(row.line, "twice", self._said("id"), str(self._ids[given]))

    def _bad_day(self, row: Row) -> Iterator[BadRow]:
        if not (text := self._cell(row, "lost_on")):
            return
        try:
            if day(text, self._slashes) > self._latest:
                yield self._bad(row, "in_the_future", "lost_on")
        except DayError as error:
            yield self._bad(row, error.what, "lost_on")

    def _bad(self, row: Row, what: str, column: str) -> BadRow:
        return BadRow(row.line, what, self._said(column), short(self._cell(row, column)))

    def _said(self, column: str) -> str:
        return self._file.header[self._file.column[column]].strip()

    def _name(self, row: Row, column: str) -> str:
        return name_of(self._cell(row, column))

    def _cell(self, row: Row, column: str) -> str:
        """What can be read of it; empty where nothing is seen, or there is no such column."""
        at = self._file.column.get(column)
        text = kept(row.cells[at]).strip() if at is not None else ""
        return text if is_seen(text) else ""


def _is_amount(text: str) -> bool:
    try:
        return len(text) <= AMOUNT_LIMIT and read_amount(text) > 0
    except ValueError:
        return False
