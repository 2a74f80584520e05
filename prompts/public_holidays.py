"""Public holidays of a country or of one of its regions, and what they are called, by the library `holidays`.

A place is a country's ISO 3166 code, or that and a region as the library names it: "DE", "DE-BY". The library is
imported when it is first asked, and of its countries only those that are.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global
from babel.lists import format_list

from coaching.dates import Holidays
from prompts.words import Words

if TYPE_CHECKING:
    from holidays import HolidayBase

NONE = "none"
"""What stands for a country where a rep keeps no public holidays."""
_YEARS_KEPT = 1024
"""Years of places that are kept in memory, some kilobytes each."""
_PLACES_KEPT = 1024
_MOST_ON_ONE_WEEKDAY = 26
"""Holidays in a year: a calendar that has more on one day of the week would leave nobody time who works on that day."""
_ENGLISH = "en_US"
_NOWHERE = "ZZ"
"""The country of a zone that lies in none, in Unicode's data."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Days:
    """The holidays of a place, a year at a time."""

    place: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in holidays_of(self.place, day.year)


def kept_holidays(country: str | None, region: str | None, zone: str) -> Holidays:
    """What a rep keeps who chose that country, or leaves it to their zone. None where it lies in no country."""
    country = country or country_of(zone)
    if country in (None, NONE):
        return Holidays()
    place = f"{country}-{region}" if region else f"{country}"
    return Holidays(place, _Days(place))


def country_of(zone: str) -> str | None:
    """The country of an IANA zone, an ISO 3166 code; None for a zone of no country, such as UTC, or of several, CET."""
    if "/" not in zone:
        return None
    name = get_global("zone_aliases").get(zone, zone)
    country = get_global("zone_territories").get(name, _NOWHERE)
    return None if country == _NOWHERE else str(country)


def holiday_name(on: date, place: str, words: Words) -> str | None:
    """What a day is called in the language of the words; in English where the library has it not in theirs.

    None where it is no holiday there: the library's newer version may say so of a day that an older one named.
    """
    names = holidays_of(place, on.year, str(words.locale)).get(on)
    return format_list(names, locale=str(words.locale)) if names else None


def country_codes() -> list[str]:
    """Every country whose holidays are known, by its ISO 3166 code."""
    from holidays.registry import EntityLoader

    return sorted(set(EntityLoader.get_country_codes(include_aliases=False)))


@lru_cache(maxsize=_PLACES_KEPT)
def regions_of(country: str) -> Mapping[str, str]:
    """The regions of a country that keep holidays of their own, by the library's name for each; none if not known."""
    known = _calendar(country)
    if known is None:
        return {}
    called = known.get_subdivision_aliases()
    return {region: next(iter(called.get(region, [])), region) for region in known.subdivisions}


@lru_cache(maxsize=_YEARS_KEPT)
def holidays_of(place: str, year: int, language: str | None = None) -> Mapping[date, tuple[str, ...]]:
    """The holidays of a year, each with its names: several where they fall on one day."""
    country, _, region = place.partition("-")
    spoken = _spoken(country, language) if language else None
    known = _calendar(country, region or None, year, spoken)
    if known is None:
        return {}
    if max(Counter(day.weekday() for day in known).values(), default=0) > _MOST_ON_ONE_WEEKDAY:
        _warn(place)
        return {}
    return {day: tuple(known.get_list(day)) for day in known}


def _calendar(
    country: str, region: str | None = None, year: int | None = None, language: str | None = None
) -> "HolidayBase | None":
    """None where the library does not know the country; of a region that it does not know, the whole country's."""
    from holidays import country_holidays

    try:
        return country_holidays(country, subdiv=region, years=year, language=language, expand=False)
    except NotImplementedError:
        _warn(f"{country}-{region}" if region else country)
    return _calendar(country, None, year, language) if region else None


def _spoken(country: str, language: str) -> str | None:
    """Which of the library's languages comes nearest; None where its names stand in one only."""
    known = _calendar(country)
    if known is None:
        return None
    offered = known.supported_languages
    own = known.default_language
    alike = [one for one in (own, *offered) if one and one.partition("_")[0] == language.partition("_")[0]]
    return next((one for one in (language, *alike, _ENGLISH) if one in offered), None)


@lru_cache(maxsize=_PLACES_KEPT)
def _warn(place: str) -> None:
    """Once: it is a rep's setting that was good when they chose it."""
    _log.warning("no public holidays are known of %s", place)
