"""Amounts as people type them, and as they are read."""

from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from prompts.amounts import AMOUNT_LIMIT, read_amount, written_amount

TYPED = {
    "12k": "12000",
    "12 K": "12000",
    "12,000": "12000",
    "12.000": "12000",
    "12 000": "12000",
    "12'000": "12000",
    "12.000,50": "12000.50",
    "12,000.50": "12000.50",
    "€12000": "12000",
    "12000 €": "12000",
    "US$ 5": "5",
    "EUR 12k": "12000",
    "12,5k EUR": "12500",
    "1.250k": "1250",
    "1.2m": "1200000",
    "3,5 Mio": "3500000",
    "CHF 1'200.-": "1200",
    "1,200,300": "1200300",
    "12,34,567": "1234567",
    "0,5": "0.5",
    "12.5": "12.5",
}
NO_AMOUNT = [
    "",
    "a lot",
    "0",
    "-5",
    "12 or 15",
    "1.2.3",
    "1,2345",
    "12.",
    "k12",
    "€12€",
    "½",
    "12 bananas",
    "9" * 13,
]


@pytest.mark.parametrize(("typed", "amount"), TYPED.items(), ids=list(TYPED))
def test_an_amount_is_read_as_it_was_meant(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", NO_AMOUNT)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        read_amount(typed)


@given(typed=st.text(alphabet="0123456789.,'kmEUR€ -٣²", max_size=AMOUNT_LIMIT))
def test_whatever_is_typed_is_an_amount_or_refused(typed: str) -> None:
    try:
        assert 0 < read_amount(typed) < 10**12
    except ValueError:
        return


@pytest.mark.parametrize("language", ["en_GB", "de", "es"])
@given(amount=st.decimals(min_value=Decimal("0.01"), max_value=10**11, places=2))
def test_what_is_written_in_a_language_is_read_back(language: str, amount: Decimal) -> None:
    assert read_amount(written_amount(amount, None, Locale.parse(language))) == amount


@pytest.mark.parametrize(
    ("language", "currency", "said"),
    [("en_GB", "EUR", "€12,000"), ("de", "EUR", "12.000\xa0€"), ("en_GB", None, "12,000")],
)
def test_a_currency_stands_where_the_language_puts_it(language: str, currency: str | None, said: str) -> None:
    assert written_amount(Decimal(12000), currency, Locale.parse(language)) == said
