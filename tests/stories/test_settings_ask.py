"""Settings ask Slack for the rep's zone where it did not name the one that is stored, or did so over a day ago."""

import pytest

from prompts.home import SETTINGS
from tests.rig import Rig
from tests.stories.odd import Odd, odd
from tests.stories.own_settings import lost, rep, settings
from tests.stories.scenes import fields_on, words_on

__all__ = ["odd"]


def asked(rig: Rig, way: str = "command") -> list[str]:
    """The calls that opening the settings takes."""
    if way == "home":
        rig.ana.open_home()
    rig.slack.clear_calls()
    if way == "home":
        rig.ana.press(SETTINGS, "home")
    else:
        rig.ana.command("/gotano", "settings")
    return [call.method for call in rig.slack.calls]


@pytest.mark.parametrize("way", ["command", "home"])
def test_a_zone_that_slack_named_today_is_not_asked_for(some_rig: Rig, way: str) -> None:
    lost(some_rig)
    assert asked(some_rig, way) == ["views.open"]
    assert "Europe/Lisbon" in words_on(some_rig.ana.view)


def test_whoever_was_never_heard_of_is_asked_for(some_rig: Rig) -> None:
    assert asked(some_rig)[:2] == ["views.open", "users.info"]
    assert "Europe/Lisbon" in words_on(some_rig.ana.view), "drawn anew once Slack has told"


def test_a_zone_of_more_than_a_day_ago_is_asked_for_anew(some_rig: Rig, odd: Odd) -> None:
    lost(some_rig)
    odd.person(tz="Asia/Tokyo")
    some_rig.clock.move(hours=23)
    assert "users.info" not in asked(some_rig)
    some_rig.clock.move(hours=1)
    assert "users.info" in asked(some_rig)
    assert "Asia/Tokyo" in words_on(some_rig.ana.view)


def test_a_zone_that_slack_never_named_is_asked_for_each_time(some_rig: Rig, odd: Odd) -> None:
    """A rep who named a city can name another the same day, and is asked no more once Slack knows better."""
    odd.person(tz="America", tz_offset=-18000)
    assert settings(some_rig, place="Chicago").action == "closed"
    assert "users.info" in asked(some_rig)
    assert "place" in fields_on(some_rig.ana.view)
    odd.person(tz="America/New_York")
    assert "users.info" in asked(some_rig)
    assert rep(some_rig).zone.key == "America/New_York"
    assert asked(some_rig) == ["views.open"]
    assert "place" not in fields_on(some_rig.ana.view)
