"""A lost deal is read as CRMs spell it: days, amounts, and what nobody said."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.deals.told_deal import FieldError, Malformed, Told, read_told
from handlers.lists.cells import FIRST_YEAR

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = date(2026, 11, 2)


def told(**fields: Any) -> Told:
    whole = {"id": 61, "rep": "U0ANA", "prospect": "Dana Reyes"} | fields
    return read_told(json.dumps(whole).encode(), NOW)


def refused(**fields: Any) -> Sequence[FieldError]:
    with pytest.raises(Malformed) as error:
        told(**fields)
    return error.value.errors


@pytest.mark.parametrize(
    ("lost_on", "day"),
    [
        ("2026-11-02", DAY),
        ("2026-11-02T09:41:07Z", DAY),
        ("2026-11-02T09:41:07.000+01:00", DAY),
        ("2026-11-02 09:41:07", DAY),
        (1793577600000, DAY),
        (1793577600000.0, DAY),
        ("1793577600000", DAY),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_systems_spell_it(lost_on: object, day: date | None) -> None:
    assert told(lost_on=lost_on).deal.lost_on == day


@pytest.mark.parametrize(
    "lost_on",
    [
        "02.11.2026",
        "11/02/2026",
        "yesterday",
        "2026-11-02 lunch",
        "2026-13-02",
        True,
        [1],
        10**30,
        "9" * 5000,
    ],
)
def test_a_day_that_could_be_another_or_none_is_refused(lost_on: object) -> None:
    assert refused(lost_on=lost_on) == [
        FieldError("lost_on", "must be a date such as 2026-11-02, or milliseconds since 1970")
    ]


@pytest.mark.parametrize("lost_on", [f"{FIRST_YEAR - 1}-12-31", 0, "20261102", 1793577600, "2026-11-04"])
def test_a_day_long_ago_or_still_to_come_is_refused(lost_on: object) -> None:
    said = f"must be a day since {FIRST_YEAR} that is not in the future"
    assert refused(lost_on=lost_on) == [FieldError("lost_on", said)]


@pytest.mark.parametrize("lost_on", [f"{FIRST_YEAR}-01-01", "2026-11-03"])
def test_the_first_and_the_last_day_are_taken(lost_on: str) -> None:
    """The last is tomorrow, as it may be today where the other system stands."""
    assert told(lost_on=lost_on).deal.lost_on == date.fromisoformat(lost_on)


@pytest.mark.parametrize("amount", [None, "", " ", 0, 0.0, "0", "0.00", "0,00 EUR", "EUR 0"])
def test_an_amount_of_nought_says_that_nobody_knows(amount: object) -> None:
    assert told(amount=amount, currency="EUR").deal.amount is None


@pytest.mark.parametrize(
    ("amount", "kept"),
    [(24000, "24000"), (24000.0, "24000"), ("24000", "24000"), (0.5, "0.50"), ("10", "10")],
)
def test_an_amount_is_kept_as_number_or_text(amount: object, kept: str) -> None:
    assert told(amount=amount).deal.amount == kept


@pytest.mark.parametrize("amount", ["none", -5, "0 or 5", True, [0], float("inf"), 10**12])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    assert refused(amount=amount) == [FieldError("amount", "must be an amount, such as 12000 or 12,000 EUR")]


def test_an_amount_is_read_with_its_currency_and_told_of_beside_what_else_is_wrong() -> None:
    assert told(amount=12, currency="EUR").deal.amount == "12 EUR"
    wrong = refused(amount=12, currency="QQQ", id="")
    assert [error.field for error in wrong] == ["id", "amount"]
    wrong = refused(amount="a lot", currency="euros")
    assert [error.field for error in wrong] == ["currency", "amount"]


@pytest.mark.parametrize(
    ("amount", "currency"), [("12,000 EUR", "EUR"), ("12000 eur", "EUR"), ("€12,000", "EUR"), ("$5k", "usd")]
)
def test_an_amount_that_has_its_currency_gets_it_no_second_time(amount: str, currency: str) -> None:
    assert told(amount=amount, currency=currency).deal.amount == amount


@pytest.mark.parametrize("amount", ["€12,000", "12,000 EUR"])
def test_an_amount_in_another_currency_than_is_told_is_refused(amount: str) -> None:
    assert [error.field for error in refused(amount=amount, currency="USD")] == ["amount"]


@pytest.mark.parametrize(("body", "reason"), [(b"{", "is not JSON"), (b"[]", "Input should be an object")])
def test_what_is_no_object_is_refused_as_a_whole(body: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as error:
        read_told(body, NOW)
    assert error.value.errors == [FieldError("body", reason)]
