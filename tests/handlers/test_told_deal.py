"""A lost deal is read as CRMs spell it: days, amounts, and what nobody said."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.deals.told_deal import Malformed, Told, read_told

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = date(2026, 11, 2)


def told(**fields: Any) -> Told:
    whole = {"id": 61, "rep": "U0ANA", "prospect": "Dana Reyes"} | fields
    return read_told(json.dumps(whole).encode(), NOW)


@pytest.mark.parametrize(
    ("lost_on", "day"),
    [
        ("2026-11-02", DAY),
        ("2026-11-02T09:41:07Z", DAY),
        ("2026-11-02T09:41:07.000+01:00", DAY),
        ("2026-11-02 09:41:07", DAY),
        (1793577600000, DAY),
        ("1793577600000", DAY),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_systems_spell_it(lost_on: object, day: date | None) -> None:
    assert told(lost_on=lost_on).deal.lost_on == day


@pytest.mark.parametrize(
    "lost_on", ["02.11.2026", "11/02/2026", "yesterday", "2026-11-02 lunch", "2026-13-02"]
)
def test_a_day_that_could_be_another_is_refused(lost_on: str) -> None:
    with pytest.raises(Malformed) as refused:
        told(lost_on=lost_on)
    assert [error.field for error in refused.value.errors] == ["lost_on"]


@pytest.mark.parametrize("amount", [None, "", " ", 0, 0.0, "0", "0.00", "0,00 EUR", "EUR 0"])
def test_an_amount_of_nought_says_that_nobody_knows(amount: object) -> None:
    assert told(amount=amount, currency="EUR").deal.amount is None


@pytest.mark.parametrize(
    ("amount", "kept"),
    [(24000, "24000"), (24000.0, "24000"), ("24000", "24000"), (0.5, "0.50"), ("10", "10")],
)
def test_an_amount_is_kept_as_number_or_text(amount: object, kept: str) -> None:
    assert told(amount=amount).deal.amount == kept


@pytest.mark.parametrize("amount", ["none", -5, "0 or 5", True, [0]])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    with pytest.raises(Malformed) as refused:
        told(amount=amount)
    assert [error.field for error in refused.value.errors] == ["amount"]
