"""Slack tells no zone of a rep, or none that is one: the offset is used until a place is known, and they are asked."""

import time
from typing import Any

import pytest

from playground import Fault
from tests.rig import Rig
from tests.stories.odd import Odd, odd
from tests.stories.own_settings import due, lost, rep, settings
from tests.stories.scenes import fields_on, words_on

__all__ = ["odd"]

NO_ZONES = ["America", "Etc", 7, "", "Mars/Olympus", ["Europe/Lisbon"], None]


@pytest.mark.parametrize("tz", NO_ZONES, ids=str)
def test_what_is_no_zone_stops_nothing_and_the_offset_is_used(some_rig: Rig, odd: Odd, tz: Any) -> None:
    rig = some_rig
    odd.person(tz=tz, tz_offset=-18000)
    lost(rig)
    assert rep(rig).zone.key == "Etc/GMT+5"
    assert due(rig) == "2026-12-10 09:30"
    rig.jump()
    assert rig.clock.now().isoformat() == "2026-12-10T14:30:00+00:00"
    assert len(rig.ana.messages()) == 2, "the card and the nudge"


@pytest.mark.parametrize("offset", ["-18000", None, {}, 10**9], ids=str)
def test_without_an_offset_they_are_asked_and_utc_is_only_meanwhile(
    each_rig: Rig, odd: Odd, offset: Any
) -> None:
    rig = each_rig
    odd.person(tz="America", tz_offset=offset)
    rig.ana.command("/gotano", "settings")
    assert "place" in fields_on(rig.ana.view)
    assert "UTC" in words_on(rig.ana.view)
    assert "Slack profile" not in words_on(rig.ana.view), "it says nothing of the kind"


def test_a_rep_names_a_city_and_nudges_move_there(some_rig: Rig, odd: Odd) -> None:
    rig = some_rig
    odd.person(tz="America", tz_offset=-18000)
    lost(rig)
    assert settings(rig, place="New York").action == "closed"
    assert rep(rig).zone.key == "America/New_York"
    assert due(rig) == "2026-12-10 09:30"
    rig.clock.move(days=2)
    rig.ana.open_home()
    assert rep(rig).zone.key == "America/New_York", "an offset does not know better"


def test_a_rep_who_named_a_city_can_name_another(rig: Rig, odd: Odd) -> None:
    odd.person(tz=None, tz_offset=3600)
    settings(rig, place="Berlin")
    assert settings(rig, place="Madrid").action == "closed"
    assert rep(rig).zone.key == "Europe/Madrid"
    assert settings(rig).action == "closed"
    assert rep(rig).zone.key == "Europe/Madrid", "an empty field changes nothing"


def test_a_place_nobody_knows_is_refused_at_its_field(rig: Rig, odd: Odd) -> None:
    odd.person(tz=None, tz_offset=3600)
    assert set(settings(rig, place="Atlantis", time="16:00").errors) == {"place"}
    assert rep(rig).nudge_time is None


def test_a_zone_that_slack_tells_later_wins(some_rig: Rig, odd: Odd) -> None:
    rig = some_rig
    odd.person(tz="America", tz_offset=-18000)
    settings(rig, place="Chicago")
    odd.person(tz="Asia/Tokyo")
    rig.clock.move(days=2)
    rig.ana.open_home()
    assert rep(rig).zone.key == "Asia/Tokyo"
    rig.ana.command("/gotano", "settings")
    assert "place" not in fields_on(rig.ana.view)


def test_a_zone_that_is_known_stays_when_slack_tells_none_any_more(rig: Rig, odd: Odd) -> None:
    lost(rig)
    odd.person(tz=None, tz_offset=-18000)
    rig.clock.move(days=2)
    rig.ana.open_home()
    assert rep(rig).zone.key == "Europe/Lisbon"


def test_an_offset_that_changes_with_the_clocks_moves_the_guess(rig: Rig, odd: Odd) -> None:
    odd.person(tz=None, tz_offset=-18000)
    lost(rig)
    odd.person(tz=None, tz_offset=-14400)
    rig.clock.move(days=2)
    rig.ana.open_home()
    assert (rep(rig).zone.key, due(rig)) == ("Etc/GMT+4", "2026-12-10 09:30")


SLOW = 3.5
"""Seconds: more than Slack waits for an answer, and more than a trigger lives."""


@pytest.mark.in_time
def test_settings_open_while_slack_is_slow_to_tell_of_the_person(some_rig: Rig) -> None:
    rig = some_rig
    rig.slack.faults.add("users.info", Fault(delay=SLOW, times=None))
    began = time.monotonic()
    assert rig.ana.command("/gotano", "settings").ok
    opened = next(call for call in rig.slack.calls if call.method == "views.open")
    assert opened.at - began < 2
    assert "Europe/Lisbon" in words_on(rig.ana.view), "drawn anew once Slack has told"


@pytest.mark.in_time
def test_settings_are_saved_while_slack_is_slow(some_rig: Rig) -> None:
    rig = some_rig
    rig.ana.command("/gotano", "settings")
    rig.clock.move(days=2)
    rig.ana.fill({"time": "16:00", "days": ["3"]})
    rig.slack.faults.add("users.info", Fault(delay=SLOW, times=None))
    assert rig.ana.submit().action == "closed"
    assert (f"{rep(rig).nudge_time:%H:%M}", rep(rig).work_days) == ("16:00", frozenset({3}))


def test_what_was_saved_before_slack_ever_told_of_the_person_holds(rig: Rig) -> None:
    """A first visit, and Slack does not answer at all: the choice has a row of its own."""
    rig.slack.faults.add("users.info", Fault(delay=1, times=2))
    assert settings(rig, time="16:00").action == "closed"
    rig.ana.open_home()
    assert f"{rep(rig).nudge_time:%H:%M}" == "16:00"
    assert rep(rig).zone.key == "Europe/Lisbon"
