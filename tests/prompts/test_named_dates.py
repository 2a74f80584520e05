"""Days that people name in passing, in three languages; what is no day, or too far, is passed over."""

from datetime import date

import pytest

from prompts.named_dates import shipped_days
from tests.words import shipped_library

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "said", "on"),
    [
        ("Ask me again in May.", "in May", date(2027, 5, 1)),
        ("Maybe mid May", "mid May", date(2027, 5, 15)),
        ("After the summer, perhaps", "After the summer", date(2027, 9, 1)),
        ("Let's talk in Q2", "Q2", date(2027, 4, 1)),
        ("Q2 2028 is realistic", "Q2 2028", date(2028, 4, 1)),
        ("next quarter then", "next quarter", date(2027, 1, 1)),
        ("try me in 2 weeks", "in 2 weeks", date(2026, 11, 16)),
        ("Maybe in half a year", "in half a year", date(2027, 5, 2)),
        ("half a year from now", "half a year from now", date(2027, 5, 2)),
        ("in a year and a half, if at all", "in a year and a half", date(2028, 5, 2)),
        ("Melden Sie sich in einem halben Jahr", "in einem halben Jahr", date(2027, 5, 2)),
        ("in anderthalb Jahren", "in anderthalb Jahren", date(2028, 5, 2)),
        ("Hablamos dentro de medio año", "dentro de medio año", date(2027, 5, 2)),
        ("en año y medio", "en año y medio", date(2028, 5, 2)),
        ("on the 3rd of April", "3rd of April", date(2027, 4, 3)),
        ("March 12th suits us", "March 12th", date(2027, 3, 12)),
        ("2027-02-03", "2027-02-03", date(2027, 2, 3)),
        ("in the new year", "in the new year", date(2027, 1, 1)),
        ("nächstes Quartal vielleicht", "nächstes Quartal", date(2027, 1, 1)),
        ("Nach dem Sommer gern", "Nach dem Sommer", date(2027, 9, 1)),
        ("frühestens Mitte Januar", "Mitte Januar", date(2027, 1, 15)),
        ("am 15.01.2027", "15.01.2027", date(2027, 1, 15)),
        ("vuelve en mayo", "en mayo", date(2027, 5, 1)),
        ("el próximo mes", "el próximo mes", date(2026, 12, 1)),
        ("mejor la semana que viene", "la semana que viene", date(2026, 11, 9)),
        ("próxima semana", "próxima semana", date(2026, 11, 9)),
        ("el mes que viene, quizá", "el mes que viene", date(2026, 12, 1)),
        ("en el verano", "en el verano", date(2027, 6, 1)),
        ("en la primavera", "en la primavera", date(2027, 3, 1)),
        ("en el 2.º trimestre", "2.º trimestre", date(2027, 4, 1)),
        ("kommende Woche", "kommende Woche", date(2026, 11, 9)),
        ("im kommenden Monat", "kommenden Monat", date(2026, 12, 1)),
        ("mid-May suits us", "mid-May", date(2027, 5, 15)),
        ("Mitte Mai", "Mitte Mai", date(2027, 5, 15)),
        ("a mediados de mayo", "a mediados de mayo", date(2027, 5, 15)),
        ("en dos meses", "en dos meses", date(2027, 1, 2)),
        ("mejor en un par de meses", "en un par de meses", date(2027, 1, 2)),
        ("dentro de tres semanas", "dentro de tres semanas", date(2026, 11, 23)),
        ("in a couple of months", "in a couple of months", date(2027, 1, 2)),
        ("in seven weeks", "in seven weeks", date(2026, 12, 21)),
        ("in elf Wochen", "in elf Wochen", date(2027, 1, 18)),
        ("in a year", "in a year", date(2027, 11, 1)),
        ("next Friday", "next Friday", date(2026, 11, 6)),
        ("next Monday", "next Monday", date(2026, 11, 9)),
        ("gern nächsten Montag", "nächsten Montag", date(2026, 11, 9)),
        ("am kommenden Mittwoch", "am kommenden Mittwoch", date(2026, 11, 4)),
        ("el próximo lunes", "el próximo lunes", date(2026, 11, 9)),
        ("el miércoles que viene", "el miércoles que viene", date(2026, 11, 4)),
        ("15/01/2027", "15/01/2027", date(2027, 1, 15)),
        ("on 01/15/2027", "01/15/2027", date(2027, 1, 15)),
        ("03/03/2027", "03/03/2027", date(2027, 3, 3)),
        ("after Easter", "after Easter", date(2027, 3, 30)),
        ("after the Easter break", "after the Easter break", date(2027, 3, 30)),
        ("nach Ostern", "nach Ostern", date(2027, 3, 30)),
        ("nach den Osterferien", "nach den Osterferien", date(2027, 3, 30)),
        ("nach Pfingsten", "nach Pfingsten", date(2027, 5, 18)),
        ("después de Semana Santa", "después de Semana Santa", date(2027, 3, 30)),
        ("the first week of March", "the first week of March", date(2027, 3, 1)),
        ("second week of March 2027", "second week of March 2027", date(2027, 3, 8)),
        ("in der ersten Woche im März", "in der ersten Woche im März", date(2027, 3, 1)),
        ("la primera semana de marzo", "la primera semana de marzo", date(2027, 3, 1)),
        ("at the end of the year", "at the end of the year", date(2026, 12, 15)),
        ("by end of year", "by end of year", date(2026, 12, 15)),
        ("after the end of the year", "after the end of the year", date(2027, 1, 1)),
        ("Ende des Jahres", "Ende des Jahres", date(2026, 12, 15)),
        ("zum Jahresende", "zum Jahresende", date(2026, 12, 15)),
        ("a final de año", "a final de año", date(2026, 12, 15)),
        ("a finales de año", "a finales de año", date(2026, 12, 15)),
    ],
)
def test_a_day_is_read_as_its_writer_meant_it(text: str, said: str, on: date) -> None:
    found = shipped_days().named(text, TODAY)
    assert found is not None
    assert (found.said, found.on) == (said, on)


@pytest.mark.parametrize(
    ("text", "today", "on"),
    [
        ("Melden Sie sich Ende November", date(2026, 11, 2), date(2026, 11, 28)),
        ("gern Mitte November", date(2026, 11, 14), date(2026, 11, 15)),
        ("in der zweiten Woche im November", date(2026, 11, 2), date(2026, 11, 8)),
        ("in der letzten Woche im November", date(2026, 11, 21), date(2026, 11, 22)),
        ("mid November", date(2026, 11, 2), date(2026, 11, 15)),
        ("at the end of November", date(2026, 11, 27), date(2026, 11, 28)),
        ("late-November", date(2026, 11, 1), date(2026, 11, 28)),
        ("a finales de noviembre", date(2026, 11, 2), date(2026, 11, 28)),
        ("a mediados de noviembre", date(2026, 11, 2), date(2026, 11, 15)),
        ("end of February", date(2028, 2, 29), date(2029, 2, 28)),
        ("Ende November", date(2026, 11, 28), date(2027, 11, 28)),
        ("mid November", date(2026, 11, 15), date(2027, 11, 15)),
        ("a finales de noviembre", date(2026, 11, 30), date(2027, 11, 28)),
        ("Ende November 2027", date(2026, 11, 2), date(2027, 11, 28)),
        ("mid November 2026", date(2026, 11, 2), date(2026, 11, 15)),
    ],
)
def test_a_part_of_this_month_is_this_year_while_its_day_lies_ahead(text: str, today: date, on: date) -> None:
    found = shipped_days().named(text, today)
    assert found is not None
    assert found.on == on


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "we may come back",
        "in a few months",
        "march on",
        "signed in May 2025",
        "in May 2031",
        "On Mon, Nov 2, 2026 at 10:00 Ana wrote:",
        "Q4 maybe",
        "spring cleaning",
        "05/06/2027",
        "31/02/2027",
        "1/15/2020",
        "the end of the fiscal year",
        "on Monday we spoke",
        "half a year ago",
        "the first half of the year went badly",
        "x" * 5000 + " in May",
    ],
)
def test_what_names_no_day_ahead_is_passed_over(text: str | None) -> None:
    assert shipped_days().named(text, TODAY) is None


@pytest.mark.parametrize(
    ("language", "on"), [("de", date(2027, 6, 5)), ("es", date(2027, 6, 5)), ("en", None)]
)
def test_a_slash_between_two_months_is_read_where_the_reader_puts_the_day_first(
    language: str, on: date | None
) -> None:
    found = shipped_library().phrasebooks[language].days.named("05/06/2027", TODAY)
    assert (found and found.on) == on
