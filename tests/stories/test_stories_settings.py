"""A rep's own settings: when nudges come, on which days, and not while paused."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.manifest import NEEDED_SCOPES
from coaching.dates import WorkWeek
from playground import Fault, Submission
from prompts.home import SETTINGS
from storage.owner import Owner
from storage.reps import Rep, find_rep
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.scenes import told, values_on, words_on

NAMES = ["Acme", "Birch", "Copperline", "Dunmore", "Elmwood", "Fjord", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel", "Larch"]


def settings(rig: Rig, **chosen: Any) -> Submission:
    """Opened by the command, changed and saved."""
    assert rig.ana.command("/gotano", "settings").ok
    rig.ana.fill(chosen)
    return rig.ana.submit()


def lost(rig: Rig, on: str = "2026-12-10", prospect: str = "Acme") -> None:
    rig.debrief(rig.ana, prospect, callback_on=on)
    rig.ana.close()


def due(rig: Rig) -> str:
    """When the newest deal's nudge goes, by the rep's present clock."""
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    return f"{at.astimezone(rep(rig).zone):%Y-%m-%d %H:%M}"


def rep(rig: Rig) -> Rep:
    with rig.db.read() as session:
        found = find_rep(session, Owner(TEAM, "U0ANA"))
    assert found is not None
    return found


def now(rig: Rig) -> str:
    return f"{rig.clock.now().astimezone(rep(rig).zone):%Y-%m-%d %H:%M}"


def sent(rig: Rig) -> int:
    return sum(len(deal.nudges) for deal in rig.deals())


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


@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        ("2026-11-01", False),
        ("2026-11-02", False),
        ("2026-11-03", True),
        ("2027-11-02", True),
        ("2027-11-03", False),
    ],
)
def test_a_pause_ends_after_today_and_within_a_year(rig: Rig, until: str, allowed: bool) -> None:
    assert (set(settings(rig, pause=until).errors) == set()) is allowed


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


def test_nothing_comes_in_a_pause_and_then_what_fell_due_comes_under_the_cap(rig: Rig) -> None:
    for name in NAMES:
        lost(rig, prospect=name)
    settings(rig, pause="2027-01-12")
    for _ in range(50):
        rig.clock.move(days=1)
        rig.sweep()
    assert sent(rig) == 0
    rig.jump()
    assert now(rig) == "2027-01-12 09:30"
    assert sent(rig) == 10
    assert len(rig.ana.messages()) == len(NAMES) + 1
    rig.jump()
    assert now(rig) == "2027-01-13 09:30"
    assert sent(rig) == len(NAMES)


def test_a_pause_that_is_ended_early_lets_nudges_come_again(rig: Rig) -> None:
    lost(rig)
    settings(rig, pause="2027-03-01")
    rig.clock.move_to(datetime.fromisoformat("2026-12-15T08:00:00+00:00"))
    settings(rig, pause=None)
    rig.jump()
    assert now(rig) == "2026-12-15 09:30"


def test_a_pause_stops_the_wait_for_the_reminder(rig: Rig) -> None:
    lost(rig)
    rig.jump()
    settings(rig, pause="2027-03-01")
    while sent(rig) == 1:
        rig.jump()
    assert now(rig) == "2027-03-08 09:30", "seven days counted without the pause"


def test_a_pause_is_shown_on_home_until_it_is_over(rig: Rig) -> None:
    lost(rig)
    settings(rig, pause="2026-11-20")
    shown = rig.playbook.words.day(datetime.fromisoformat("2026-11-20").date())
    rig.ana.open_home()
    assert shown in words_on(rig.ana.home)
    rig.clock.move(days=18)
    rig.ana.open_home()
    assert shown not in words_on(rig.ana.home)


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


def profile_changes(rig: Rig, zone: str | None, user: str = "U0ANA", **more: Any) -> None:
    """Slack tells that somebody's profile changed."""
    if zone:
        rig.slack.person(user).change_zone(zone)
    about = {"id": user, "team_id": TEAM, "name": "ana"} | ({"tz": zone} if zone else {}) | more
    rig.slack.send_event({"type": "user_change", "user": about})


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_a_rep_who_moves_takes_their_nudges_along(rig: Rig, zone: str) -> None:
    lost(rig)
    before = rig.deals()[0].next_nudge_at
    profile_changes(rig, zone)
    assert rep(rig).zone.key == zone
    assert due(rig) == "2026-12-10 09:30"
    assert rig.deals()[0].next_nudge_at != before
    rig.jump()
    assert (sent(rig), now(rig)) == (1, "2026-12-10 09:30")


def test_a_rep_who_moves_keeps_their_settings(rig: Rig) -> None:
    lost(rig)
    settings(rig, time="16:00", days=["3"])
    profile_changes(rig, "Asia/Kolkata")
    assert due(rig) == "2026-12-16 16:00"


def test_a_rep_who_moves_keeps_their_home(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    profile_changes(rig, "Asia/Kolkata")
    rig.ana.open_home()
    assert sum(call.method == "conversations.open" for call in rig.slack.calls) == 1, "the DM is known still"


def test_a_profile_change_of_somebody_unknown_is_not_kept(rig: Rig) -> None:
    profile_changes(rig, "Asia/Kolkata", "U0SAM")
    with rig.db.read() as session:
        assert find_rep(session, Owner(TEAM, "U0SAM")) is None


def test_another_workspace_s_person_of_that_id_moves_nothing(rig: Rig) -> None:
    lost(rig)
    before = rig.deals()
    about = {"id": "U0ANA", "team_id": "T0OTHER", "tz": "Asia/Kolkata"}
    rig.slack.send_event({"type": "user_change", "user": about})
    assert rig.deals() == before


def test_a_zone_nobody_knows_does_no_harm(rig: Rig) -> None:
    lost(rig)
    about = {"id": "U0ANA", "team_id": TEAM, "tz": "Mars/Olympus"}
    rig.slack.send_event({"type": "user_change", "user": about})
    assert rig.deals()[0].next_nudge_at is not None


def test_a_zone_is_asked_of_slack_once_a_day_at_most(rig: Rig) -> None:
    for name in NAMES[:4]:
        lost(rig, prospect=name)
        rig.ana.open_home()
    assert sum(call.method == "users.info" for call in rig.slack.calls) == 1
    rig.ana.change_zone("Asia/Kolkata")
    rig.clock.move(hours=25)
    rig.ana.open_home()
    assert rep(rig).zone.key == "Asia/Kolkata"


@pytest.mark.trouble
def test_settings_are_kept_or_refused_while_slack_does_not_tell_the_zone(rig: Rig) -> None:
    rig.slack.faults.add("users.info", Fault(error="internal_error", times=None))
    done = settings(rig, time="16:00", days=["3"], pause="2026-11-20")
    rig.slack.faults.clear()
    if not done.errors:
        lost(rig)
        assert due(rig) == "2026-12-16 16:00"
        assert rep(rig).pauses


def gentle(make_rig: MakeRig) -> Rig:
    """A bot that may ask for Do Not Disturb, with one nudge for 10 December."""
    rig = make_rig(scopes=sorted([*NEEDED_SCOPES, "dnd:read"]))
    rig.desk = replace(rig.desk, respects_dnd=True)
    lost(rig)
    return rig


@pytest.mark.parametrize(
    ("minutes", "comes"),
    [
        (0, "2026-12-10 09:30"),
        (45, "2026-12-10 10:15"),
        (180, "2026-12-10 12:30"),
        (181, "2026-12-11 09:30"),
        (60 * 24 * 3, "2026-12-14 09:30"),
    ],
)
def test_a_nudge_waits_for_the_end_of_do_not_disturb(make_rig: MakeRig, minutes: int, comes: str) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.snooze(at + timedelta(minutes=minutes))
    rig.jump()
    while not sent(rig):
        rig.jump()
    assert now(rig) == comes


def test_do_not_disturb_is_not_asked_for_without_leave(rig: Rig) -> None:
    lost(rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.snooze(at + timedelta(hours=1))
    rig.jump()
    assert sent(rig) == 1
    assert not [call for call in rig.slack.calls if call.method == "dnd.info"]


def test_a_slack_that_does_not_tell_holds_up_no_nudge(make_rig: MakeRig) -> None:
    rig = gentle(make_rig)
    rig.slack.faults.add("dnd.info", Fault(error="internal_error", times=None))
    rig.jump()
    assert sent(rig) == 1


def test_a_digest_waits_for_do_not_disturb_as_one(make_rig: MakeRig) -> None:
    rig = gentle(make_rig)
    for name in NAMES[1:5]:
        lost(rig, prospect=name)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.snooze(at + timedelta(minutes=30))
    rig.jump()
    assert sent(rig) == 0
    rig.jump()
    assert (sent(rig), now(rig)) == (5, "2026-12-10 10:00")
    assert len(rig.ana.messages()) == 5 + 1


def test_nobody_is_told_anything_aloud_when_settings_are_saved(rig: Rig) -> None:
    assert settings(rig, time="16:00").action == "closed"
    assert told(rig.ana) == []
    assert rig.ana.messages() == []
