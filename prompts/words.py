"""Filling in words: placeholders, dates, moments and counts, in the language of the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from string import Formatter
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_percent, get_currency_name

from coaching.plain_text import isolated
from prompts.amounts import written_amount

LOCALE = "formats.locale"
"""The message that names the language, with its country."""


@dataclass(frozen=True)
class Words:
    """All messages by their full key, such as `wrong.in_the_past`."""

    texts: Mapping[str, str]

    def say(self, key: str, **facts: object) -> str:
        """The message with its placeholders filled in; KeyError when there is no such message.

        What is filled in cannot change the direction of the words around it.
        """
        return self.texts[key].format_map(
            {
                name: isolated(fact, self._runs_left) if isinstance(fact, str) else fact
                for name, fact in facts.items()
            }
        )

    def count(self, what: str, count: int) -> str:
        """A number with its noun, in the plural form that the language wants."""
        form = self.locale.plural_form(count)
        key = f"count.{what}.{form}"
        return self.say(key if key in self.texts else f"count.{what}.other", count=count)

    def day(self, on: date) -> str:
        return format_date(on, self.texts["formats.date"], self.locale)

    def short_date(self, on: date) -> str:
        return format_date(on, self.texts["formats.short_date"], self.locale)

    def spoken(self, form: str, on: date, year: bool) -> str:
        """A day or a month as it is said aloud, with its `year` or without."""
        return format_date(on, self.texts[f"formats.{form}{'_year' if year else ''}"], self.locale)

    def time(self, at: time) -> str:
        return format_time(at, self.texts["formats.time"], locale=self.locale)

    def weekdays(self, days: Iterable[int]) -> str:
        """ISO weekdays as a list: "Monday, Tuesday and Friday"."""
        names = self.locale.days["stand-alone"]["wide"]
        return format_list([names[day - 1] for day in sorted(days)], locale=self.locale)

    def weekday(self, day: int) -> str:
        return str(self.locale.days["stand-alone"]["wide"][day - 1])

    def days_list(self, days: Iterable[int]) -> str:
        """Counts of days as a list: "41 and 88 days"."""
        *first, last = [*days]
        return format_list([*map(str, first), self.count("days", last)], locale=self.locale)

    def percent(self, share: float) -> str:
        return format_percent(share, locale=self.locale)

    def amount(self, amount: Decimal, currency: str | None) -> str:
        """An amount of money, with its currency (an ISO code) where one is known."""
        return written_amount(amount, currency, self.locale)

    def country(self, code: str) -> str:
        """A country's name; its ISO 3166 code where Unicode's data have no name for it."""
        return str(self.locale.territories.get(code, code))

    def currency(self, code: str) -> str:
        """A currency's name with its code."""
        return f"{get_currency_name(code, locale=self.locale)} ({code})"

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """A moment as the rep's own clock shows it."""
        return format_datetime(at.astimezone(zone), self.texts["formats.moment"], locale=self.locale)

    @cached_property
    def _runs_left(self) -> bool:
        return LOCALE in self.texts and self.locale.text_direction == "rtl"

    @property
    def language(self) -> str:
        return str(self.locale.language)

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.texts[LOCALE])


def placeholders(text: str) -> set[str]:
    """The names in braces; ValueError when the braces do not match."""
    if not _has_braces(text):
        return set()
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def placeholder_problems(where: str, text: str, allowed: set[str]) -> list[str]:
    """What is wrong with a text that may hold the `allowed` placeholders only, one line each."""
    if not _has_braces(text):
        return []
    try:
        unknown = placeholders(text) - allowed
        shaped = [
            name for _, name, spec, conversion in Formatter().parse(text) if name and (spec or conversion)
        ]
    except ValueError as error:
        return [f"{where}: {error}"]
    if shaped:
        return [f"{where}: {{{shaped[0]}}} takes nothing behind its name"]
    return [f"{where}: {{{name}}} is not filled in here" for name in sorted(unknown)]


def _has_braces(text: str) -> bool:
    """Most texts have none, and every start reads them all."""
    return "{" in text or "}" in text
