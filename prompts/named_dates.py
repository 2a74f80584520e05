"""A day that somebody named in passing: "in May", "after the summer", "Q2", "in drei Monaten". Offered, never taken."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property, partial

from babel.dates import get_month_names

from coaching.dates import add_months, quarter_from
from prompts.day_words import NEVER, DayWords, read_day_file, together
from prompts.playbook_files import DATES, DEFAULT_FOLDER, ENGLISH, read
from prompts.reckoned_days import days_after_easter, in_figures, next_time, next_weekday

_MOST = 3000
"""Characters that are read."""
_MONTHS_AHEAD = 24
"""As far as a call-back may lie."""
_Reader = Callable[[re.Match[str], date], date | None]
_YEAR = re.compile(r"20\d\d")
_QUARTER = re.compile(r"q(?P<q>[1-4])(?:\s*/?\s*(?P<year>20\d\d))?", re.IGNORECASE)


@dataclass(frozen=True)
class NamedDate:
    """The words as they were written, and the day they mean."""

    said: str
    on: date


class Days:
    """Reads days in several languages at once, whoever wrote; the first of them is the reader's own."""

    def __init__(self, words: DayWords) -> None:
        self._words = words

    def named(self, text: str | None, today: date, after: date | None = None) -> NamedDate | None:
        """The first day from tomorrow to two years ahead that `text` names, on the reader's local day `today`.

        Of a text that was written earlier, on `today`, the first that lies after `after` as well.
        """
        since = max(today, after or today)
        for found in self._looks_like_a_day.finditer((text or "")[:_MOST]):
            on = self._day(found, today)
            if on and since < on <= add_months(today, _MONTHS_AHEAD):
                return NamedDate(" ".join(found[0].split()), on)
        return None

    def _day(self, found: re.Match[str], today: date) -> date | None:
        return self._readers[found.lastgroup or ""](found, today)

    @cached_property
    def _readers(self) -> Mapping[str, _Reader]:
        """What tells the day of a match, by the name of the group that found it."""
        yearly = {_yearly(on): partial(_on, on) for on in self._words.yearly}
        months = {_in_months(many): partial(_months_on, many) for many in self._words.in_months}
        easter = {_easter(days): partial(_after_easter, days) for days in self._words.easter}
        coming = {_coming(what): partial(_next, what) for what in self._words.next}
        return {
            "quarter": lambda found, today: self._quarter(found[0], today),
            "weekday": self._weekday,
            "span": lambda found, today: self._span(self._with_figures(found[0]), today),
            "written": lambda found, _: in_figures(found[0], self._words.day_first),
            "month": self._month,
            **months,
            **coming,
            **yearly,
            **easter,
        }

    def _weekday(self, found: re.Match[str], today: date) -> date | None:
        said = found[0].casefold()
        return next((next_weekday(at, today) for name, at in self._words.names.items() if name in said), None)

    def _span(self, said: str, today: date) -> date | None:
        """In so many months it is the same day of the month; next month, or in a year, begins with its first."""
        counted = any(sign.isdigit() for sign in said)
        return self._parsed(said, today, of_month="current" if counted else "first")

    def _with_figures(self, said: str) -> str:
        for figure, form in self._words.numbers.items():
            said = re.sub(rf"\b(?:{form})\b", str(figure), said, flags=re.IGNORECASE)
        return said

    def _month(self, found: re.Match[str], today: date) -> date | None:
        on = self._parsed(_without_lead(found), today)
        day = self._day_of_month(found["lead"] or "")
        if not on or not day or found["number"]:
            return on
        # The library takes the first of the month: this month's has passed, while its end still lies ahead.
        return on.replace(day=day) if _YEAR.search(found[0]) else next_time(on.month, day, today)

    def _quarter(self, said: str, today: date) -> date | None:
        """Its first day; None for the one that has begun, of which nobody can tell the day."""
        number = next((name for name, form in self._quarters.items() if form.fullmatch(said)), None)
        if number == "next":
            return add_months(quarter_from(today), 0 if quarter_from(today) > today else 3)
        told = _QUARTER.fullmatch(said)
        month = 3 * int(told["q"] if told else number or 1) - 2
        if told and told["year"]:
            return date(int(told["year"]), month, 1)
        has_begun = 0 <= today.month - month < 3
        return None if has_begun else next_time(month, 1, today)

    def _day_of_month(self, lead: str) -> int | None:
        lead = " ".join(lead.casefold().split())
        return next((day for day, leads in self._words.days.items() if lead in leads.split("|")), None)

    def _parsed(self, said: str, today: date, of_month: str = "first") -> date | None:
        """Read by the library, which is loaded with the first day that somebody names.

        `of_month` is the day of a month that was named without one: its first, or today's ("current").
        """
        from dateparser import parse

        told = parse(
            said,
            languages=_readable(self._words.languages),
            settings={
                "PREFER_DATES_FROM": "future",
                "PREFER_DAY_OF_MONTH": of_month,
                "DATE_ORDER": "DMY",
                "RELATIVE_BASE": datetime.combine(today, time(12)),
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
        return told.date() if told else None

    @cached_property
    def _quarters(self) -> Mapping[str, re.Pattern[str]]:
        return {name: re.compile(form, re.IGNORECASE) for name, form in self._words.quarters.items()}

    @cached_property
    def _looks_like_a_day(self) -> re.Pattern[str]:
        forms = "|".join(self._forms())
        return re.compile(rf"(?<![\w@./-])(?:{forms})(?![\w@])", re.IGNORECASE)

    def _forms(self) -> Iterator[str]:
        """Each thing that looks like a day, in a group that says what it is."""
        words = self._words
        quarters = "|".join(
            [_QUARTER.pattern.replace("?P<q>", "").replace("?P<year>", ""), *words.quarters.values()]
        )
        yield f"(?P<quarter>{quarters})"
        for many, form in words.in_months.items():
            yield f"(?P<{_in_months(many)}>{form})"
        for what, form in words.next.items():
            yield f"(?P<{_coming(what)}>{form})"
        for on, form in words.yearly.items():
            yield f"(?P<{_yearly(on)}>{form})"
        for days, form in words.easter.items():
            yield f"(?P<{_easter(days)}>{form})"
        yield f"(?P<weekday>{'|'.join(words.weekdays) or NEVER})"
        yield f"(?P<span>{'|'.join(words.spans) or NEVER})"
        yield r"(?P<written>20\d\d-\d\d?-\d\d?|\d{1,2}\.\s?\d{1,2}\.\s?20\d\d|\d{1,2}/\d{1,2}/20\d\d)"
        months = "|".join(sorted(_months(words.languages), key=len, reverse=True))
        leads = "|".join(sorted(words.leads, key=len, reverse=True))
        number, year = r"\d{1,2}(?:st|nd|rd|th|\.)?", r"(?:,?\s+(?:de\s+)?20\d\d)"
        yield (
            rf"(?P<month>(?:(?P<lead>{leads})(?:\s+|-))(?:{months}){year}?"
            rf"|(?P<number>{number}\s+(?:of\s+|de\s+)?(?:{months}){year}?|(?:{months})\s+{number}{year}?)"
            rf"|(?:{months}){year})"
        )


@cache
def shipped_days() -> Days:
    """In every language that we have forms of days in, English before the others."""
    paths = sorted(DEFAULT_FOLDER.glob(f"*/{DATES}"))
    return Days(
        together({path.parent.name: read_day_file(path, read(path, []), []) for path in paths}, ENGLISH)
    )


def _readable(languages: Sequence[str]) -> list[str]:
    """Those that the library knows, as it calls them; it refuses any other."""
    from dateparser.data.languages_info import language_map

    short = dict.fromkeys(name.partition("_")[0] for name in languages)
    return [name for name in short if name in language_map]


def _without_lead(found: re.Match[str]) -> str:
    lead = found["lead"] or ""
    return found[0][len(lead) :].strip(" -\n\t")


def _coming(what: str) -> str:
    """The name of the group that finds the next week or month."""
    return f"next_{what}"


def _next(what: str, _found: re.Match[str], today: date) -> date:
    """A week from today, as the library has it; the first of the next month."""
    return today + timedelta(weeks=1) if what == "week" else add_months(today.replace(day=1), 1)


def _yearly(on: str) -> str:
    """The name of the group that finds this month and day."""
    return f"on_{on.replace('-', '_')}"


def _easter(days: int) -> str:
    return f"easter_{days}"


def _in_months(many: int) -> str:
    return f"in_months_{many}"


def _months_on(many: int, _: re.Match[str], today: date) -> date:
    return add_months(today, many)


def _on(on: str, _: re.Match[str], today: date) -> date:
    month, day = map(int, on.split("-"))
    return next_time(month, day, today)


def _after_easter(days: int, _: re.Match[str], today: date) -> date:
    return days_after_easter(days, today)


def _months(languages: Sequence[str]) -> set[str]:
    """The months' names, long and short, in every language that is read; one of two letters says too little."""
    forms = [
        name
        for language in languages
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale=language).values()
    ]
    return {re.escape(name.rstrip(".")) for name in forms if len(name.rstrip(".")) > 2}
