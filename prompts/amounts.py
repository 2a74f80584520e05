"""What a deal would bring, as people write and read it: 12k, 12,000, 12.000,50, €12000."""

import re
import unicodedata
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_symbol, list_currencies

AMOUNT_LIMIT = 30
"""Characters of an amount."""

_MOST = Decimal(10) ** 12
_TIMES = {"k": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "mill": 6, "million": 6, "millions": 6}
"""Powers of ten behind a number."""
_SIGNS = frozenset({"kr", "fr", "zł", "kč", "lei", "euro", "euros", "dollar", "dollars", "pound", "pounds"})
_SHAPE = re.compile(r"(?P<before>\D*?)(?P<number>\d[\d.,]*)(?P<after>\D*)")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")
"""Thousands, or lakhs and crores."""
_MOST_SIGNS = 20


def read_amount(text: str) -> Decimal:
    """The amount in whole hundredths; ValueError where it is none, not above zero, or beyond a million millions.

    A sign of a currency may stand before or after it, and says nothing. One point or comma before three digits
    parts thousands; any other one parts the hundredths.
    """
    plain = re.sub(r"[\s'’_]|[.,][-–—]+$", "", unicodedata.normalize("NFKC", text)).casefold()
    found = _SHAPE.fullmatch(plain)
    if not found or len(found["number"]) > _MOST_SIGNS:
        raise ValueError("not an amount")
    power = _power(found["before"], found["after"])
    amount = _number(found["number"], power > 0).scaleb(power).quantize(Decimal("0.01"))
    if not 0 < amount < _MOST:
        raise ValueError("not an amount that a deal brings")
    return amount


def in_currency(text: str, currency: str | None) -> str:
    """An amount with its currency; one that has it already, by its three letters or its own sign, stays as it is."""
    if currency is None:
        return text
    sign = get_currency_symbol(currency.upper(), Locale("en"))
    has_it = currency.casefold() in text.casefold() or sign in text
    return text if has_it else f"{text} {currency}"


def written_amount(amount: Decimal, currency: str | None, locale: Locale) -> str:
    """As it is read in that language; without hundredths where there are none."""
    whole = amount == amount.to_integral_value()
    digits = "#,##0" if whole else "#,##0.00"
    if currency is None:
        return format_decimal(amount, digits, locale)
    pattern = locale.currency_formats["standard"].pattern.split(";")[0].replace("#,##0.00", digits)
    return format_currency(amount, currency, pattern, locale, currency_digits=False)


def _power(before: str, after: str) -> int:
    """What stands around a number: a currency once at most, and how many noughts are left out."""
    sign, rest = before.rstrip("."), after.rstrip(".-")
    for name in sorted(_TIMES, key=len, reverse=True):
        if rest.startswith(name) and (_is_currency(rest[len(name) :]) or rest == name):
            power, rest = _TIMES[name], rest[len(name) :]
            break
    else:
        power = 0
    if any(one and not _is_currency(one) for one in (sign, rest)) or (sign and rest):
        raise ValueError("not an amount")
    return power


def _is_currency(sign: str) -> bool:
    if sign in _SIGNS or sign.upper() in list_currencies():
        return True
    marks = [one for one in sign if unicodedata.category(one) == "Sc"]
    return len(marks) == 1 and len(sign) <= 3


def _number(text: str, shortened: bool) -> Decimal:
    """`shortened` where noughts were left out: 1.250k are 1250."""
    if "." in text and "," in text:
        part = max(text.rfind("."), text.rfind(","))
        return Decimal(f"{_whole(text[:part])}.{_hundredths(text[part + 1 :])}")
    marks = [one for one in text if one in ".,"]
    if not marks:
        return Decimal(text)
    if len(marks) > 1 or (_GROUPED.fullmatch(text) and not text.startswith("0") and not shortened):
        return Decimal(_whole(text))
    whole, _, rest = text.partition(marks[0])
    return Decimal(f"{whole}.{rest if shortened and rest else _hundredths(rest)}")


def _whole(text: str) -> str:
    """The digits of thousands that are parted by one sign, or by none."""
    if not (text.isdigit() or _GROUPED.fullmatch(text)):
        raise ValueError("not an amount")
    return re.sub(r"[.,]", "", text)


def _hundredths(text: str) -> str:
    if not re.fullmatch(r"\d{1,2}", text):
        raise ValueError("not an amount")
    return text
