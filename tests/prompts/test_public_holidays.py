"""The public holidays of real places: when a nudge comes for them, and what they are called."""

import logging
import subprocess
import sys
from datetime import date, timedelta

import pytest
from holidays import HolidayBase

from coaching.dates import WorkWeek, add_working_days
from coaching.plan import PlannedDate, Reason, Why, settle
from playground import check_view
from prompts import advice, blocks, public_holidays
from prompts.public_holidays import (
    NONE,
    country_codes,
    country_of,
    holiday_name,
    holidays_of,
    kept_holidays,
    regions_of,
)
from prompts.settings_holidays import HolidayChoice, holiday_fields, read_holidays
from prompts.view_state import values
from prompts.words import Words
from tests.prompts.examples import filled, playbook

LONG_BEFORE = date(2026, 1, 5)
NAMED = Why.NAMED


def week_in(place: str) -> WorkWeek:
    country, _, region = place.partition("-")
    return WorkWeek(holidays=kept_holidays(country, region or None, "Etc/UTC"))


def planned_in(place: str, wanted: str, rule: Why = Why.NAMED) -> PlannedDate:
    on = date.fromisoformat(wanted)
    return settle(on, Reason(rule, on=on, count=90), LONG_BEFORE, week_in(place))


def words_in(language: str) -> Words:
    return Words({**playbook().words.texts, "formats.locale": language})


@pytest.mark.parametrize(
    ("place", "wanted", "comes", "named"),
    [
        ("DE", "2027-05-17", "2027-05-18", "Pentecost Monday"),
        ("DE-BY", "2027-05-27", "2027-05-28", "Corpus Christi"),
        ("DE-BE", "2027-05-27", "2027-05-27", None),
        ("DE-BE", "2027-03-08", "2027-03-09", "Women's Day"),
        ("DE-BY", "2027-03-08", "2027-03-08", None),
        ("ES-CT", "2027-06-24", "2027-06-25", "Saint John the Baptist"),
        ("ES-MD", "2027-06-24", "2027-06-24", None),
        ("ES-MD", "2027-03-25", "2027-03-29", "Maundy Thursday"),
        ("ES-CT", "2027-03-25", "2027-03-25", None),
        ("US", "2026-07-03", "2026-07-06", "Independence Day (observed)"),
        ("US", "2027-07-05", "2027-07-06", "Independence Day (observed)"),
        ("US", "2027-11-25", "2027-11-26", "Thanksgiving Day"),
        ("GB-ENG", "2028-01-03", "2028-01-04", "New Year's Day (observed)"),
        ("GB-SCT", "2028-01-03", "2028-01-05", "New Year's Day (observed)"),
        ("FR", "2027-07-14", "2027-07-15", "National Day"),
        ("JP", "2026-09-21", "2026-09-24", "Respect for the Aged Day"),
        ("BR", "2027-04-21", "2027-04-22", "Tiradentes' Day"),
        ("ZA", "2027-03-22", "2027-03-23", "Human Rights Day (observed)"),
        ("CH-ZH", "2027-05-17", "2027-05-18", "Pentecost Monday"),
        ("CH", "2027-05-17", "2027-05-17", None),
        ("IN", "2027-01-26", "2027-01-27", "Republic Day"),
        ("AU-NSW", "2026-04-27", "2026-04-28", "ANZAC Day (observed)"),
        ("PL", "2027-05-27", "2027-05-28", "Corpus Christi"),
    ],
)
def test_a_date_on_a_holiday_comes_after_it_and_the_rule_names_it(
    place: str, wanted: str, comes: str, named: str | None
) -> None:
    planned = planned_in(place, wanted)
    assert planned.on.isoformat() == comes
    assert (Why.HOLIDAY in {one.why for one in planned.moved}) is bool(named)
    assert (named or "They named") in advice.rule(planned, playbook())


@pytest.mark.parametrize(
    ("place", "wanted", "comes", "named"),
    [
        ("DE", "2027-05-15", "2027-05-18", "Pentecost Monday"),
        ("US", "2027-07-03", "2027-07-06", "Independence Day (observed)"),
        ("ZA", "2027-03-20", "2027-03-23", "Human Rights Day (observed)"),
        ("AU-NSW", "2026-04-25", "2026-04-28", "ANZAC Day (observed)"),
    ],
)
def test_a_weekend_with_a_holiday_beside_it_is_a_long_one(
    place: str, wanted: str, comes: str, named: str
) -> None:
    planned = planned_in(place, wanted)
    assert planned.on.isoformat() == comes
    assert [one.why for one in planned.moved] == [Why.DAY_OFF, Why.HOLIDAY_TOO]
    assert advice.rule(planned, playbook()).endswith(f" is {named}.")


@pytest.mark.parametrize("wanted", ["2027-12-24", "2027-12-25", "2027-12-26", "2027-12-31", "2028-01-01"])
@pytest.mark.parametrize(
    ("place", "comes"),
    [
        ("DE", "2028-01-03"),
        ("GB-ENG", "2028-01-04"),
        ("GB-SCT", "2028-01-05"),
        ("JP", "2028-01-03"),
        ("RU", "2028-01-10"),
    ],
)
def test_the_turn_of_the_year_stays_quiet_and_ends_with_the_country_s_own_holidays(
    place: str, comes: str, wanted: str
) -> None:
    planned = planned_in(place, wanted)
    assert planned.on.isoformat() == comes
    assert planned.moved[0].why is Why.YEAR_END


@pytest.mark.parametrize(
    ("place", "ends"),
    [("US", "2027-03-31"), ("PL", "2027-04-01"), ("DE", "2027-04-02"), ("ES-MD", "2027-04-02")],
)
def test_five_working_days_over_easter_are_those_of_the_country(place: str, ends: str) -> None:
    begins = date(2027, 3, 24)
    assert add_working_days(begins, 5, week_in(place)).isoformat() == ends


@pytest.mark.parametrize(
    ("place", "day", "language", "name"),
    [
        ("DE", "2027-05-17", "de", "Pfingstmontag"),
        ("DE", "2027-05-17", "en_GB", "Pentecost Monday"),
        ("DE", "2027-05-17", "es", "Pentecost Monday"),
        ("ES", "2027-03-26", "es", "Viernes Santo"),
        ("CH-ZH", "2027-05-06", "de_CH", "Auffahrt"),
        ("NZ", "2027-02-08", "de", "Waitangi Day (observed)"),
    ],
)
def test_a_holiday_is_called_as_the_rep_calls_it_where_the_library_can(
    place: str, day: str, language: str, name: str
) -> None:
    assert holiday_name(date.fromisoformat(day), place, words_in(language)) == name


def test_the_nudge_says_it_in_the_past() -> None:
    assert advice.why_today(planned_in("DE", "2027-05-17"), playbook()).endswith("That was Pentecost Monday.")
    counted = advice.why_today(planned_in("DE", "2027-05-15", Why.DAYS), playbook())
    assert counted.endswith("Monday 17 May 2027 was Pentecost Monday.")
    easter = advice.why_today(planned_in("DE", "2027-03-26"), playbook())
    assert easter.endswith("That was Good Friday. Monday 29 March 2027 was Easter Monday.")


def test_a_holiday_that_is_none_any_more_is_a_day_off(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = planned_in("DE", "2027-05-17")
    monkeypatch.setattr(public_holidays, "holidays_of", lambda *_: {})
    assert "a day off" in advice.rule(planned, playbook())
    assert advice.why_today(planned, playbook()) == "They named Monday 17 May 2027."


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Lisbon", "PT"),
        ("America/New_York", "US"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Kiev", "UA"),
        ("US/Pacific", "US"),
        ("UTC", None),
        ("Etc/UTC", None),
        ("Etc/GMT-2", None),
        ("CET", None),
        ("EST", None),
    ],
)
def test_the_country_follows_from_the_zone_where_it_lies_in_one(zone: str, country: str | None) -> None:
    assert country_of(zone) == country
    assert kept_holidays(None, None, zone).place == (country or "")


def test_what_they_chose_goes_before_their_zone_and_none_is_a_choice() -> None:
    assert kept_holidays("FR", None, "Europe/Berlin").place == "FR"
    assert kept_holidays("DE", "BY", "Europe/Paris").place == "DE-BY"
    assert kept_holidays(NONE, None, "Europe/Berlin").place == ""


def test_every_country_and_region_is_known_and_believed(caplog: pytest.LogCaptureFixture) -> None:
    places = [(country, region) for country in country_codes() for region in [None, *regions_of(country)]]
    for country, region in places:
        holidays_of(f"{country}-{region}" if region else country, 2027, "de")
    assert len(places) > 600
    assert caplog.records == []


def test_a_calendar_that_leaves_no_time_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    every_sunday = HolidayBase()
    for week in range(52):
        every_sunday[date(2027, 1, 3) + timedelta(weeks=week)] = "Sunday"
    monkeypatch.setattr(public_holidays, "_calendar", lambda *_: every_sunday)
    assert holidays_of("QQ", 2027) == {}
    assert [record.getMessage() for record in caplog.records] == ["no public holidays are known of QQ"]


def test_a_country_or_region_the_library_has_lost_is_none_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        for day in (date(2027, 5, 17), date(2028, 5, 17)):
            assert day not in kept_holidays("XQ", None, "Europe/Berlin").days
            assert holiday_name(day, "XQ", words_in("de")) is None
        assert regions_of("XQ") == {}
        assert date(2027, 5, 17) in kept_holidays("DE", "XQ", "Etc/UTC").days, "the country's own are kept"
    assert [record.getMessage() for record in caplog.records] == [
        "no public holidays are known of XQ",
        "no public holidays are known of DE-XQ",
    ]


@pytest.mark.filterwarnings("ignore:This subdivision is deprecated:DeprecationWarning")
def test_a_region_that_was_given_another_code_keeps_its_holidays(caplog: pytest.LogCaptureFixture) -> None:
    west_coast_day = date(2027, 11, 29)
    assert "WTL" not in regions_of("NZ")
    assert west_coast_day not in kept_holidays("NZ", None, "Etc/UTC").days
    assert west_coast_day in kept_holidays("NZ", "WTL", "Etc/UTC").days
    assert caplog.records == []


def test_the_library_is_imported_when_it_is_first_asked() -> None:
    asked = "from prompts.public_holidays import kept_holidays; kept_holidays(None, None, 'Europe/Berlin')"
    code = f"import sys, bot.cli_run; {asked}; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("country", country_codes())
def test_every_country_and_its_regions_fit_into_slack_s_select_and_are_read_back(country: str) -> None:
    regions = [None, *regions_of(country)]
    for region in (regions[0], regions[-1]):
        kept = HolidayChoice(country, region)
        view = blocks.modal(
            "x", "x", holiday_fields(kept, "Etc/UTC", playbook().words), close="x", submit="x"
        )
        assert check_view(view) == []
        assert read_holidays(values(filled(view))) == kept
