"""Days that people name in passing, in three languages; what is no day, or too far, is passed over."""

from datetime import date

import pytest

from prompts.named_dates import shipped_days

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
    ],
)
def test_a_day_is_read_as_its_writer_meant_it(text: str, said: str, on: date) -> None:
    found = shipped_days().named(text, TODAY)
    assert found is not None
    assert (found.said, found.on) == (said, on)


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
        "x" * 5000 + " in May",
    ],
)
def test_what_names_no_day_ahead_is_passed_over(text: str | None) -> None:
    assert shipped_days().named(text, TODAY) is None
