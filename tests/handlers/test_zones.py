"""What counts as a time zone, what is only an offset, and which place a rep means."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deals.zones import is_place, place_called, zone_at, zone_named

ANYTHING = st.one_of(st.text(), st.none(), st.integers(), st.floats(), st.lists(st.text()), st.booleans())


@pytest.mark.parametrize(
    "told",
    ["America", "Etc", "America/", "/", ".", "..", "../UTC", "Mars/Olympus", "", " ", "a\0b", "x" * 5000, "\ud800",
     "Europe/Lisbon ", "tzdata.zi", "zone.tab", None, 0, 3600, 1.5, True, [], {}, ["UTC"]],
)  # fmt: skip
def test_what_is_no_zone_is_none(told: object) -> None:
    assert zone_named(told) is None


@given(ANYTHING)
def test_whatever_slack_tells_it_is_a_zone_or_none(told: object) -> None:
    name = zone_named(told)
    assert name is None or ZoneInfo(name).key == name


@pytest.mark.parametrize(
    "told", ["Europe/Lisbon", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/UTC"]
)
def test_a_zone_is_itself_and_a_place(told: str) -> None:
    assert zone_named(told) == told
    assert is_place(told)


def test_utc_as_slack_tells_it_is_not_the_utc_of_those_we_know_nothing_of() -> None:
    assert zone_named("UTC") == "Etc/UTC"
    assert not is_place("UTC")


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        (0, "Etc/GMT"),
        (3600, "Etc/GMT-1"),
        (-18000, "Etc/GMT+5"),
        (50400, "Etc/GMT-14"),
        (-43200, "Etc/GMT+12"),
        (19800, "Etc/GMT-6"),
        (20700, "Etc/GMT-6"),
        (54000, None),
        (-46800, None),
        (10**12, None),
        ("3600", None),
        (3600.0, None),
        (True, None),
        (None, None),
    ],
)
def test_an_offset_is_the_zone_of_the_nearest_hour_and_no_place(offset: object, zone: str | None) -> None:
    assert zone_at(offset) == zone
    if zone:
        assert not is_place(zone)
        ahead = datetime(2026, 7, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
        assert ahead is not None
        assert abs(ahead.total_seconds() - int(str(offset))) <= 1800


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        (" berlin ", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Kolkata", "Asia/Kolkata"),
        ("UTC", "Etc/UTC"),
        ("Europe", None),
        ("Etc/GMT-2", None),
        ("Atlantis", None),
        ("", None),
        ("<!here>", None),
    ],
)
def test_a_rep_names_a_place_as_people_do(named: str, zone: str | None) -> None:
    assert place_called(named) == zone


@given(st.text(max_size=64))
def test_whatever_a_rep_types_it_is_a_place_or_none(named: str) -> None:
    found = place_called(named)
    assert found is None or is_place(found)
