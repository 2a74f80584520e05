"""A list of past asks is read whole, however it was exported, or refused by line and column."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from bot.asks_file import open_asks
from bot.asks_reader import MOST_PROBLEMS, read_asks
from coaching.timing.past import NOT_YET, Past
from handlers.lists.cells import Slashes
from handlers.lists.csv_file import FileRefused

TODAY = date(2026, 11, 3)
HEAD = "kind,said_no_on,asked_on,came_back"
PLAIN = f"{HEAD}\nprice,2024-01-31,2024-03-31,yes\nprecio más alto,2024-02-29,2024-03-31,no\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "past.csv"


def read(path: Path, content: str | bytes, told: Slashes | None = None) -> Past:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_asks(open_asks(path), TODAY, told).past


def refused(path: Path, content: str | bytes) -> list[str]:
    """What is said of the file, without its name."""
    with pytest.raises(FileRefused) as found:
        read(path, content)
    return [
        problem.removeprefix(f"{path}").removeprefix(": ").removeprefix(", ")
        for problem in found.value.problems
    ]


def rows(past: Past) -> list[tuple[str, int, str, int]]:
    """Kind, days, the day asked and the outcome of each."""
    return [
        (past.kinds[kind], days, date.fromordinal(on).isoformat(), came_back)
        for kind, days, on, came_back in zip(
            past.kind_of, past.days, past.asked_on, past.came_back, strict=True
        )
    ]


EXPECTED = [("price", 60, "2024-03-31", 1), ("precio más alto", 31, "2024-03-31", 0)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(path: Path, separator: str) -> None:
    assert rows(read(path, PLAIN.replace(",", separator))) == EXPECTED


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("latin-1"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\n\n \n").encode(),
        f"sep=;\n{PLAIN.replace(',', ';')}".encode(),
        f"sep=,\n{PLAIN}".encode(),
        PLAIN.strip().encode(),
    ],
)
def test_encodings_and_line_ends(path: Path, content: bytes) -> None:
    assert rows(read(path, content)) == EXPECTED


def test_what_windows_has_beyond_latin_1_is_kept(path: Path) -> None:
    kind = "prix \u2013 \u0153uvre trop ch\u00e8re"
    assert read(path, PLAIN.replace("price", kind).encode("cp1252")).kinds[0] == kind


@pytest.mark.parametrize(
    "head",
    [
        "Kind , SAID NO ON,asked-on,Came_Back",
        "Reason,Lost on,Asked again on,Won back",
        "Grund,Abgesagt am,Nachgefragt am,Zurückgewonnen",
        "Motivo,Dijo no el,Preguntado el,Volvió",
    ],
)
def test_headers_in_any_case_and_in_three_languages(path: Path, head: str) -> None:
    assert rows(read(path, PLAIN.replace(HEAD, head))) == EXPECTED


def test_a_column_s_own_name_goes_before_others_it_may_have(path: Path) -> None:
    told = read(path, f"reason,{HEAD}\nx,price,2024-01-31,2024-03-31,1\n")
    assert told.kinds == ["price"]


@pytest.mark.parametrize(
    ("said_no_on", "asked_on"),
    [
        ("2024-01-31", "2024-03-31"),
        ("31.01.2024", "31.3.2024"),
        ("31/01/2024", "31/03/2024"),
        ("01/31/2024", "03/31/2024"),
        ("2024-01-31T10:00:00Z", "2024-03-31 09:30:00"),
    ],
)
def test_ways_of_writing_a_date(path: Path, said_no_on: str, asked_on: str) -> None:
    assert rows(read(path, f"{HEAD}\nprice,{said_no_on},{asked_on},1\n")) == EXPECTED[:1]


def test_slashes_are_understood_by_all_dates_of_the_file(path: Path) -> None:
    told = read(path, f"{HEAD}\na,01/02/2024,03/02/2024,1\nb,13/02/2024,14/02/2024,0\n")
    assert [row[2] for row in rows(told)] == ["2024-02-03", "2024-02-14"]
    told = read(path, f"{HEAD}\na,01/02/2024,03/02/2024,1\nb,02/13/2024,02/14/2024,0\n")
    assert [row[2] for row in rows(told)] == ["2024-03-02", "2024-02-14"]


def test_slashes_that_no_date_explains_are_asked_about(path: Path) -> None:
    doubtful = f"{HEAD}\na,01/02/2024,03/02/2024,1\n"
    (problem,) = refused(path, doubtful)
    assert problem.startswith('line 2, said_no_on: "01/02/2024" may have the day or the month first')
    assert [row[2] for row in rows(read(path, doubtful, Slashes.DAY_FIRST))] == ["2024-02-03"]
    assert [row[2] for row in rows(read(path, doubtful, Slashes.MONTH_FIRST))] == ["2024-03-02"]


def test_slashes_that_contradict_each_other_are_named(path: Path) -> None:
    (problem,) = refused(path, f"{HEAD}\na,13/02/2024,14/02/2024,1\nb,02/13/2024,02/14/2024,0\n")
    assert "line 2, said_no_on" in problem
    assert "line 3, said_no_on" in problem


@pytest.mark.parametrize(
    "word", ["1", "1.0", "Yes", "y", "TRUE", "won", "ja", "J", "gewonnen", "sí", "Si", "ganado"]
)
def test_words_for_yes(path: Path, word: str) -> None:
    assert list(read(path, f"{HEAD}\na,2024-01-01,2024-01-02,{word}\n").came_back) == [1]


@pytest.mark.parametrize("word", ["0", "0.0", "No", "n", "false", "Lost", "nein", "verloren", "perdido"])
def test_words_for_no(path: Path, word: str) -> None:
    assert list(read(path, f"{HEAD}\na,2024-01-01,2024-01-02,{word}\n").came_back) == [0]


def test_an_empty_outcome_is_not_known_yet_and_may_lie_ahead(path: Path) -> None:
    assert list(read(path, f"{HEAD}\na,2024-01-01,2030-01-02,\n").came_back) == [NOT_YET]


def test_kinds_of_ours_are_known_however_they_are_written(path: Path) -> None:
    assert read(
        path, f"{HEAD}\nNot  now,2024-01-01,2024-01-02,1\nnot_now,2024-01-01,2024-01-02,1\n"
    ).kinds == ["not_now"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",2024-01-01,2024-01-02,1", "line 2, kind: it is empty"),
        ("a,,2024-01-02,1", "line 2, said_no_on: no date is given"),
        ("a,2024-02-30,2024-03-02,1", 'line 2, said_no_on: "2024-02-30" is no day of the calendar'),
        ("a,01.02.24,2024-03-02,1", 'line 2, said_no_on: "01.02.24" isn\'t a date I can read (2024-03-31, '),
        ("a,2024-01-01,soon,1", 'line 2, asked_on: "soon" isn\'t a date I can read'),
        ("a,0024-01-01,2024-01-02,1", 'line 2, said_no_on: "0024-01-01" is too long ago (before 1990)'),
        ("a,2024-01-03,2024-01-02,1", "line 2, asked_on: 2024-01-02 is before they said no, on 2024-01-03"),
        ("a,2026-11-04,2026-11-05,", "line 2, said_no_on: 2026-11-04 lies in the future"),
        ("a,2026-11-01,2026-11-04,1", "line 2, asked_on: 2026-11-04 lies in the future"),
        ("a,2024-01-01,2024-01-02,perhaps", 'line 2, came_back: "perhaps" is neither yes nor no'),
        ("a,2024-01-01,2024-01-02", "line 2: 3 cells, the header has 4"),
        ("a,2024-01-01,2024-01-02,1,x", "line 2: 5 cells, the header has 4"),
        ('a,2024-01-01,2024-01-02,"1', "line 2: unexpected end of data"),
        (f"{'x' * 201},2024-01-01,2024-01-02,1", "line 2, kind: "),
        (f"{'x' * 200_000},2024-01-01,2024-01-02,1", "line 2: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column(path: Path, row: str, said: str) -> None:
    (problem,) = refused(path, f"{HEAD}\n{row}\n")
    assert problem.startswith(said)


def test_all_that_is_wrong_with_a_row_is_said_at_once(path: Path) -> None:
    assert len(refused(path, f"{HEAD}\n,x,y,z\n")) == 4


def test_the_line_is_that_of_the_file_even_after_a_cell_of_several_lines(path: Path) -> None:
    (problem,) = refused(path, f'{HEAD}\n"two\nlines",2024-01-01,2024-01-02,1\na,2024-01-01,2024-01-02,?\n')
    assert problem.startswith("line 4, came_back")


def test_no_more_than_twenty_mistakes_are_said(path: Path) -> None:
    problems = refused(path, HEAD + "\n" + "a,2024-01-01,2024-01-02,?\n" * 50)
    assert len(problems) == MOST_PROBLEMS + 1
    assert "not read" in problems[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (f"{HEAD}\n".encode(), "there are no rows"),
        (b"PK\x03\x04rest", "this is a workbook or a zip file"),
        (b"\x00\x01\x02\x03" * 50, "this is no text file"),
        (b"kind,asked_on,came_back\na,2024-01-01,1\n", "line 1: the column said_no_on is missing"),
        (f"reason,grund,{HEAD[5:]}\n".encode(), 'line 1: "reason" and "grund" may both be the column kind'),
    ],
)
def test_what_is_no_such_file_is_refused(path: Path, content: bytes, said: str) -> None:
    assert refused(path, content)[0].startswith(said)


def test_a_file_that_is_not_there_is_said_so(path: Path) -> None:
    with pytest.raises(FileRefused, match="no such file"):
        open_asks(path)


def test_a_column_of_names_is_not_taken_for_kinds(path: Path) -> None:
    content = HEAD + "\n" + "".join(f"{number},2024-01-01,2024-01-02,1\n" for number in range(10_002))
    assert "more than 10,000 kinds" in refused(path, content)[0]
