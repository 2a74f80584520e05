"""A list of lost deals is read however it was exported; what is wrong with a row is told by its line."""

import codecs
from datetime import date

import pytest

from handlers.lists.cells import Slashes
from handlers.lists.csv_file import FileRefused, plain_name
from handlers.lists.lost_deal_columns import NAMES
from handlers.lists.lost_deals import MOST_BYTES, MOST_ROWS, DealList, ListedDeal, read_list
from storage.offers import ReportedDeal

TODAY = date(2026, 11, 2)
HEAD = "prospect,company,lost_on,reason,amount,link,id"
ROW = 'Dana Reyes,Acme,2026-03-31,"Zu teuer, leider",12.000 €,https://crm.example/7,D-7'
PLAIN = f"{HEAD}\n{ROW}\n"
DANA = ListedDeal(
    2,
    ReportedDeal(
        "id:D-7",
        "Dana Reyes",
        "Acme",
        date(2026, 3, 31),
        "Zu teuer, leider",
        "12.000 €",
        "https://crm.example/7",
    ),
)


def read(content: str | bytes, told: Slashes | None = None) -> DealList:
    return read_list("lost.csv", content if isinstance(content, bytes) else content.encode(), TODAY, told)


def refused(content: str | bytes) -> str:
    with pytest.raises(FileRefused) as found:
        read(content)
    return found.value.what


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace("€", "EUR").encode("latin-1"),
        PLAIN.replace("\n", "\r\n").encode(),
        f"sep=,\n{PLAIN}".encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "latin-1", "crlf", "sep"],
)
def test_encodings_and_line_ends(content: bytes) -> None:
    (row,) = read(content).deals
    told = (row.deal.prospect, row.deal.reason, row.deal.lost_on)
    assert told == ("Dana Reyes", "Zu teuer, leider", DANA.deal.lost_on)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("O\u2019Brien", "O\u2019Brien"),
        ("Du\u0161an \u017di\u017eka", "Du\u0161an \u017di\u017eka"),
        ("Dana \u2026 Reyes \u2013 12.000 \u20ac", "Dana \u2026 Reyes \u2013 12.000 \u20ac"),
        ("Zo\u00eb", "Zo\u00eb"),
    ],
)
def test_every_letter_of_a_spreadsheet_s_csv_on_windows_is_kept(said: str, kept: str) -> None:
    content = f"Kontakt;Verlustgrund\r\n{said};zu teuer\r\n".encode("cp1252")
    assert [row.deal.prospect for row in read(content).deals] == [kept]


def test_a_byte_that_windows_has_no_letter_for_is_read_as_latin_1() -> None:
    assert read("prospect\nZo\u00eb\x81 Reyes\n".encode("latin-1")).deals[0].deal.prospect == "Zo\u00eb Reyes"


def test_a_spreadsheet_s_unicode_text_is_read() -> None:
    content = "Kontakt\tVerlustgrund\r\nDu\u0161an\tzu teuer, leider\r\n".encode("utf-16")
    (row,) = read(content).deals
    assert (row.deal.prospect, row.deal.reason) == ("Du\u0161an", "zu teuer, leider")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    head, row = (
        HEAD.replace(",", separator),
        separator.join(["Dana", "Acme", "31.3.2026", '"a,b;c\td"', "9", "", "1"]),
    )
    assert read(f"{head}\n{row}\n").deals[0].deal.reason == "a,b;c\td"


@pytest.mark.parametrize(
    "head",
    [
        "Prospect,Company,Lost on,Reason,Amount,Link,ID",
        "Contact Name,Account Name,Close Date,Closed Lost Reason,Deal Value,Record URL,Record ID",
        "Ansprechpartner,Firma,Verloren am,Verlustgrund,Auftragswert,Link,Datensatz-ID",
        "Contacto,Empresa,Fecha de cierre,Motivo de pérdida,Importe,Enlace,Identificador",
    ],
)
def test_columns_are_known_by_name_in_three_languages_in_any_order(head: str) -> None:
    assert read(f"{head}\n{ROW}\n").deals == [DANA]
    back, cells = ",".join(reversed(head.split(","))), ROW.replace("Zu teuer, leider", "x").split(",")
    assert read(f"{back}\n{','.join(reversed(cells))}\n").deals[0].deal.prospect == "Dana Reyes"


def test_no_name_is_two_columns_and_each_is_written_as_it_is_compared() -> None:
    every = [name for names in NAMES.values() for name in names]
    assert len(every) == len(set(every))
    assert [name for name in every if name != plain_name(name)] == []


def test_of_several_columns_the_nearest_name_is_taken_and_the_others_are_named() -> None:
    found = read("Deal Name,Owner,Contact,Stage\nAcme 2026,Sam,Dana,Lost\n")
    assert found.deals[0].deal.prospect == "Dana"
    assert found.ignored == ["Deal Name", "Owner", "Stage"]


def test_only_a_company_is_the_prospect() -> None:
    assert read("Firma\nAcme\n").deals == [ListedDeal(2, ReportedDeal("line:2", "Acme"))]
    assert read("Firma,Kontakt\nAcme,\n").deals == [ListedDeal(2, ReportedDeal("line:2", "Acme"))]


def test_what_is_not_known_stays_open() -> None:
    assert read(f"{HEAD}\nDana,,,,,,\n").deals == [ListedDeal(2, ReportedDeal("line:2", "Dana"))]


@pytest.mark.parametrize(
    ("row", "what", "text"),
    [
        (",,2026-01-01,,,,", "no_prospect", ""),
        ("\u200b,\u2800,,,,,", "no_prospect", ""),
        (f"{'x' * 121},,,,,,", "too_long", "x" * 39 + "…"),
        (f"Dana,{'x' * 121},,,,,", "too_long", "x" * 39 + "…"),
        ("Dana,,2026-02-30,,,,", "no_such_day", "2026-02-30"),
        ("Dana,,soon,,,,", "unreadable_date", "soon"),
        ("Dana,,1989-12-31,,,,", "too_early", "1989-12-31"),
        ("Dana,,2026-11-03,,,,", "in_the_future", "2026-11-03"),
        ("Dana,,,,a lot,,", "amount", "a lot"),
        ("Dana,,,,0,,", "amount", "0"),
        ("Dana,,,,,javascript:alert(1),", "link", "javascript:alert(1)"),
        ("Dana,,,,,https://,", "link", "https://"),
        ("Dana,,,,,http://[bad,", "link", "http://[bad"),
        (f"Dana,,,,,,{'9' * 201}", "too_long", "9" * 39 + "…"),
        ("Dana,Acme", "cells", ""),
    ],
)
def test_a_bad_row_is_told_by_line_and_the_others_stay_good(row: str, what: str, text: str) -> None:
    found = read(f"{HEAD}\n{ROW}\n{row}\n")
    assert found.deals == [DANA]
    assert [(bad.line, bad.what, bad.text) for bad in found.bad] == [(3, what, text)]


def test_a_row_without_an_id_is_none_of_those_that_have_one() -> None:
    found = read("id,prospect\n1,A\n,B\n3,C\nline:3,D\n")
    assert len({row.deal.external_id for row in found.deals}) == 4


def test_the_same_id_twice_names_the_line_before() -> None:
    found = read(f"{HEAD}\n{ROW}\n{ROW}\n")
    assert found.deals == [DANA]
    assert [(bad.line, bad.what, bad.column, bad.text) for bad in found.bad] == [(3, "twice", "id", "2")]


def test_their_words_are_cut_where_a_debrief_cuts_them_and_control_signs_go() -> None:
    found = read(f"reason,prospect\n{'x' * 4000},Da\u202ena\x07 Reyes\n")
    assert found.deals == [ListedDeal(2, ReportedDeal("line:2", "Dana Reyes", reason="x" * 3000))]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (f"{HEAD}\n".encode(), "no_rows"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\x00\x01\x02\x03" * 50, "no_text"),
        (b"owner,stage\nSam,Lost\n", "no_prospect_column"),
        (b'prospect\nDana\n"Eli', "broken"),
        (b"prospect\n" + b"x" * MOST_BYTES, "too_large"),
        (b"prospect\n" + b"Dana\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"prospect,lost_on\nDana,01/02/2026\n", "doubtful_dates"),
        (b"prospect,lost_on\nDana,13/02/2026\nEli,02/13/2026\n", "mixed_dates"),
    ],
)
def test_what_is_no_such_list_is_refused_whole(content: bytes, what: str) -> None:
    assert refused(content) == what


def test_as_many_rows_as_are_allowed_are_read() -> None:
    assert len(read("prospect\n" + "Dana\n" * MOST_ROWS).deals) == MOST_ROWS


@pytest.mark.parametrize(
    ("told", "on"), [(Slashes.DAY_FIRST, date(2026, 2, 1)), (Slashes.MONTH_FIRST, date(2026, 1, 2))]
)
def test_doubtful_dates_are_read_as_the_rep_says(told: Slashes, on: date) -> None:
    assert read("prospect,lost_on\nDana,01/02/2026\n", told).deals[0].deal.lost_on == on


def test_the_same_bytes_have_the_same_mark() -> None:
    assert read(PLAIN).digest == read(PLAIN).digest
    assert read(PLAIN).digest != read(PLAIN + "Eli,,,,,,\n").digest
