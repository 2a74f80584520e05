"""A day that somebody named in passing: "in May", "after the summer", "Q2", "in drei Monaten". Offered, never taken."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_month_names

from coaching.dates import add_months, quarter_from

_MOST = 3000
"""Characters that are read."""
_MONTHS_AHEAD = 24
"""As far as a call-back may lie."""
_QUARTER = re.compile(r"q(?P<q>[1-4])(?:\s*/?\s*(?P<year>20\d\d))?", re.IGNORECASE)


@dataclass(frozen=True)
class NamedDate:
    """The words as they were written, and the day they mean."""

    said: str
    on: date


def named_date(text: str | None, today: date) -> NamedDate | None:
    """The first day from tomorrow to two years ahead that `text` names, on the reader's local day `today`."""
    for found in _looks_like_a_day().finditer((text or "")[:_MOST]):
        on = _day(found, today)
        if on and today < on <= add_months(today, _MONTHS_AHEAD):
            return NamedDate(" ".join(found[0].split()), on)
    return None


def _day(found: re.Match[str], today: date) -> date | None:
    said = found[0]
    if month_day := found.lastgroup and _yearly().get(found.lastgroup):
        return _next_time(*month_day, today)
    if found["quarter"]:
        return _quarter(said, today)
    if not found["month"]:
        return _parsed(said, today)
    on = _parsed(_without_lead(found), today)
    day = _day_of_month(found["lead"] or "")
    return on.replace(day=day) if on and day and not found["number"] else on


def _next_time(month: int, day: int, today: date) -> date:
    on = date(today.year, month, day)
    return on if on > today else on.replace(year=today.year + 1)


def _quarter(said: str, today: date) -> date | None:
    """Its first day; None for the one that has begun, of which nobody can tell the day."""
    number = next((name for name, form in _quarters().items() if form.fullmatch(said)), None)
    if number == "next":
        return add_months(quarter_from(today), 0 if quarter_from(today) > today else 3)
    told = _QUARTER.fullmatch(said)
    month = 3 * int(told["q"] if told else number or 1) - 2
    if told and told["year"]:
        return date(int(told["year"]), month, 1)
    has_begun = 0 <= today.month - month < 3
    return None if has_begun else _next_time(month, 1, today)


def _without_lead(found: re.Match[str]) -> str:
    lead = found["lead"] or ""
    return found[0][len(lead) :].strip()


def _day_of_month(lead: str) -> int | None:
    lead = " ".join(lead.casefold().split())
    days: Mapping[str, str] = _data()["days"]
    return next((int(day) for day, leads in days.items() if lead in leads.split("|")), None)


def _parsed(said: str, today: date) -> date | None:
    """Read by the library, which is loaded with the first day that somebody names."""
    from dateparser import parse

    told = parse(
        said,
        languages=_data()["languages"],
        settings={
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": "first",
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return told.date() if told else None


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "en" / "dates.toml").read_text(encoding="utf-8"))


@cache
def _yearly() -> Mapping[str, tuple[int, int]]:
    """Month and day by the name of the group that finds them."""
    return {f"on_{on.replace('-', '_')}": _month_and_day(on) for on in _data()["yearly"]}


def _month_and_day(on: str) -> tuple[int, int]:
    month, day = map(int, on.split("-"))
    return month, day


@cache
def _quarters() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(form, re.IGNORECASE) for name, form in _data()["quarters"].items()}


@cache
def _looks_like_a_day() -> re.Pattern[str]:
    forms = "|".join(_forms())
    return re.compile(rf"(?<![\w@./-])(?:{forms})(?![\w@])", re.IGNORECASE)


def _forms() -> Iterator[str]:
    """Each thing that looks like a day, in a group that says what it is."""
    data = _data()
    quarters = "|".join(
        [_QUARTER.pattern.replace("?P<q>", "").replace("?P<year>", ""), *data["quarters"].values()]
    )
    yield f"(?P<quarter>{quarters})"
    for name, form in zip(_yearly(), data["yearly"].values(), strict=True):
        yield f"(?P<{name}>{form})"
    yield f"(?P<span>{'|'.join(data['spans'].values())})"
    yield r"(?P<written>20\d\d-\d\d?-\d\d?|\d{1,2}\.\s?\d{1,2}\.\s?20\d\d)"
    months = "|".join(sorted(_months(), key=len, reverse=True))
    leads = "|".join(sorted(data["leads"].split("|"), key=len, reverse=True))
    number, year = r"\d{1,2}(?:st|nd|rd|th|\.)?", r"(?:,?\s+(?:de\s+)?20\d\d)"
    yield (
        rf"(?P<month>(?:(?P<lead>{leads})\s+)(?:{months}){year}?"
        rf"|(?P<number>{number}\s+(?:of\s+|de\s+)?(?:{months}){year}?|(?:{months})\s+{number}{year}?)"
        rf"|(?:{months}){year})"
    )


def _months() -> set[str]:
    """The months' names, long and short, in every language that is read; one of two letters says too little."""
    forms = [
        name
        for language in _data()["languages"]
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale=language).values()
    ]
    return {re.escape(name.rstrip(".")) for name in forms if len(name.rstrip(".")) > 2}
