"""Whose public holidays a rep keeps: the country and its region in the settings, rendered and read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from anyascii import anyascii

from prompts import blocks
from prompts.public_holidays import NONE, country_codes, country_of, regions_of
from prompts.view_state import Unreadable
from prompts.words import Words

_COUNTRY, _REGION = "country", "region"
COUNTRY = re.compile(rf"^{_COUNTRY}-")
"""The block ids of the country: the region follows as soon as it is chosen."""
_WHOLE = "all"


@dataclass(frozen=True)
class HolidayChoice:
    """A country (an ISO 3166 code, or that there is none) and its region; None for what was not chosen."""

    country: str | None = None
    region: str | None = None

    def beside(self, zone: str) -> "HolidayChoice":
        """Whoever has the country of their zone, and no region of it, leaves it to their zone."""
        return HolidayChoice() if self == HolidayChoice(country_of(zone)) else self


def holiday_fields(kept: HolidayChoice, zone: str, words: Words) -> list[blocks.Block]:
    """The country, that of their zone until they choose, and its region where there are any."""
    country = kept.country or country_of(zone)
    if country not in (None, NONE, *country_codes()):
        country = None
    return [_country(country, kept, zone, words), *_region(country, kept.region, words)]


def read_holidays(given: Mapping[str, str | None]) -> HolidayChoice:
    """What stands in the fields."""
    country = next((value for block_id, value in given.items() if COUNTRY.match(block_id)), None)
    if country in (None, NONE):
        return HolidayChoice(country)
    if country not in country_codes():
        raise Unreadable(f"view.state.values.{_COUNTRY}")
    region = given.get(f"{_REGION}-{country}")
    if region in (None, _WHOLE):
        return HolidayChoice(country)
    if region not in regions_of(country):
        raise Unreadable(f"view.state.values.{_REGION}")
    return HolidayChoice(country, region)


def _country(country: str | None, kept: HolidayChoice, zone: str, words: Words) -> blocks.Block:
    """Slack lets nobody empty a select again: keeping none is one of its choices.

    Under a block id of its own for each zone's country: it is then chosen, also on a form that was open before Slack
    had told of the zone.
    """
    none = blocks.option(NONE, words.say("holidays.none"))
    called = _sorted((words.country(code), code) for code in country_codes())
    groups = [(words.say("holidays.none_group"), [none]), *_by_letter(called)]
    chosen = blocks.grouped_select(groups, country, words.say("holidays.country_placeholder"))
    told = country and kept.country is None
    hint = words.say("holidays.country_hint_zone" if told else "holidays.country_hint")
    label = words.say("holidays.country")
    block_id = f"{_COUNTRY}-{country_of(zone) or NONE}"
    return blocks.field(block_id, label, chosen, hint=hint, optional=country is None, acts=True)


def _region(country: str | None, region: str | None, words: Words) -> list[blocks.Block]:
    """Under a block id of its own for each country, so that no region is taken along to another one."""
    regions = regions_of(country) if country not in (None, NONE) else {}
    if not country or not regions:
        return []
    name = words.country(country)
    whole = blocks.option(_WHOLE, words.say("holidays.whole_country", country=name))
    called = _sorted((name, code) for code, name in regions.items())
    chosen = region if region in regions else _WHOLE
    if len(called) < blocks.MOST_OPTIONS:
        element = blocks.select([whole, *(blocks.option(code, name) for name, code in called)], chosen)
    else:
        element = blocks.grouped_select([(name, [whole]), *_by_letter(called)], chosen)
    label, hint = words.say("holidays.region"), words.say("holidays.region_hint")
    return [blocks.field(f"{_REGION}-{country}", label, element, hint=hint)]


def _sorted(called: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """By name, letters with a sign beside those without."""
    return sorted(called, key=lambda one: anyascii(one[0]).casefold())


def _by_letter(called: Iterable[tuple[str, str]]) -> list[tuple[str, list[blocks.Block]]]:
    """Options under their first letter, since a select takes no more than a hundred in one."""
    grouped = groupby(called, key=lambda one: anyascii(one[0])[:1].upper())
    return [(letter, [blocks.option(code, name) for name, code in ones]) for letter, ones in grouped]
