"""A rep's own settings: when nudges come, and on which days."""

from datetime import datetime
from typing import Any

import pytest

from coaching.dates import WorkWeek
from playground import Fault
from prompts.home import SETTINGS
from tests.rig import Rig
from tests.stories.own_settings import NAMES, due, lost, now, rep, sent, settings
from tests.stories.scenes import told, values_on, words_on


@pytest.mark.parametrize("way", ["command", "home"])
def test_settings_open_as_they_stand(rig: Rig, way: str) -> None:
    lost(rig)
    settings(rig, time="08:15", days=["2", "3"], pause="2026-11-20")
    rig.ana.open_home()
    if way == "home":
        rig.ana.press(SETTINGS, "home")
    else:
        rig.ana.command("/gotano", "settings")
    assert rig.ana.view is not None
    state = rig.ana.view["state"]["values"]
    assert state["time"]["value"]["selected_time"] == "08:15"
    assert {o["value"] for o in state["days"]["value"]["selected_options"]} == {"2", "3"}
    assert values_on(rig.ana.view)["pause"] == "2026-11-20"


def test_settings_tell_which_clock_is_meant(rig: Rig) -> None:
    rig.ana.command("/gotano", "settings")
    assert "Europe/Lisbon" in words_on(rig.ana.view)


@pytest.mark.parametrize(
    ("time", "allowed"),
    [("06:59", False), ("07:00", True), ("19:00", True), ("19:01", False), ("00:00", False), (None, False)],
)
def test_nudges_may_come_from_seven_to_seven(rig: Rig, time: str | None, allowed: bool) -> None:
    lost(rig)
    done = settings(rig, time=time)
    assert (set(done.errors) == set()) is allowed
    assert set(done.errors) <= {"time"}
    assert due(rig) == f"2026-12-10 {time if allowed else '09:30'}"


def test_a_week_has_at_least_one_working_day(rig: Rig) -> None:
    lost(rig)
    assert set(settings(rig, days=[]).errors) == {"days"}
    rig.ana.fill({"days": ["2"]})
    rig.ana.submit()
    sent = rig.heard[-1]
    sent["view"]["state"]["values"]["days"]["value"]["selected_options"] = []
    rig.ana.send_raw(sent)
    assert rep(rig).week(WorkWeek()).days == {2}, "nor by a request of one's own making"


def test_several_mistakes_are_named_at_once_and_nothing_is_kept(rig: Rig) -> None:
    lost(rig)
    assert set(settings(rig, time="05:00", days=["1"], pause="2026-11-02").errors) == {"time", "pause"}
    assert due(rig) == "2026-12-10 09:30"


@pytest.mark.parametrize(
    ("chosen", "goes"),
    [
        ({"time": "14:45"}, "2026-12-10 14:45"),
        ({"days": ["1"]}, "2026-12-14 09:30"),
        ({"days": ["6", "7"]}, "2026-12-12 09:30"),
        ({"pause": "2026-12-08"}, "2026-12-10 09:30"),
        ({"pause": "2026-12-14"}, "2026-12-14 09:30"),
        ({"pause": "2026-12-24"}, "2027-01-04 09:30"),
        ({"time": "07:00", "days": ["5"], "pause": "2026-12-14"}, "2026-12-18 07:00"),
    ],
)
def test_changing_settings_moves_what_is_pending(rig: Rig, chosen: dict[str, Any], goes: str) -> None:
    lost(rig)
    settings(rig, **chosen)
    assert due(rig) == goes
    rig.jump()
    assert (sent(rig), now(rig)) == (1, goes)


def test_changing_back_moves_it_back(rig: Rig) -> None:
    lost(rig)
    settings(rig, time="14:45", days=["1"], pause="2027-01-11")
    settings(rig, time="09:30", days=["1", "2", "3", "4", "5"], pause=None)
    assert due(rig) == "2026-12-10 09:30"


def test_settings_hold_for_deals_told_later(rig: Rig) -> None:
    settings(rig, time="16:00", days=["3"])
    lost(rig)
    assert due(rig) == "2026-12-16 16:00"


def test_settings_move_nobody_else_s_nudges(rig: Rig) -> None:
    rig.debrief(rig.sam, "Acme", callback_on="2026-12-10")
    rig.sam.close()
    before = rig.deals(rig.sam.person)
    settings(rig, time="16:00", pause="2027-01-11")
    assert rig.deals(rig.sam.person) == before


def test_a_time_that_has_passed_today_still_comes_today_within_its_window(rig: Rig) -> None:
    lost(rig)
    settings(rig, time="16:00")
    rig.clock.move_to(datetime.fromisoformat("2026-12-10T10:00:00+00:00"))
    settings(rig, time="08:00")
    rig.sweep()
    assert sent(rig) == 1


def test_a_time_that_has_passed_by_more_comes_the_next_working_day(rig: Rig) -> None:
    lost(rig)
    settings(rig, time="16:00")
    rig.clock.move_to(datetime.fromisoformat("2026-12-10T12:00:00+00:00"))
    settings(rig, time="08:00")
    rig.sweep()
    assert sent(rig) == 0
    rig.jump()
    assert now(rig) == "2026-12-11 08:00"


def test_what_waits_for_tomorrow_stays_there_when_settings_are_saved(rig: Rig) -> None:
    for name in NAMES:
        lost(rig, prospect=name)
    rig.jump()
    assert sent(rig) == 10
    settings(rig, time="10:00")
    rig.clock.move(hours=1)
    rig.sweep()
    assert sent(rig) == 10, "the rest is for the next working day"
    rig.jump()
    assert (sent(rig), now(rig)) == (12, "2026-12-11 10:00")


@pytest.mark.trouble
def test_settings_are_kept_or_refused_while_slack_does_not_tell_the_zone(rig: Rig) -> None:
    rig.slack.faults.add("users.info", Fault(error="internal_error", times=None))
    done = settings(rig, time="16:00", days=["3"], pause="2026-11-20")
    rig.slack.faults.clear()
    if not done.errors:
        lost(rig)
        assert due(rig) == "2026-12-16 16:00"
        assert rep(rig).pauses


def test_nobody_is_told_anything_aloud_when_settings_are_saved(rig: Rig) -> None:
    assert settings(rig, time="16:00").action == "closed"
    assert told(rig.ana) == []
    assert rig.ana.messages() == []
