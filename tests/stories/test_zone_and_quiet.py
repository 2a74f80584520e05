"""Where a rep is and when they want quiet, as Slack tells it: the zone, and Do Not Disturb where that may be asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.manifest import NEEDED_SCOPES
from playground import Fault
from storage.owner import EVERYBODY, Owner
from storage.reps import find_rep
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.odd import Odd, odd
from tests.stories.own_settings import NAMES, due, lost, now, rep, sent, settings, until_sent
from tests.stories.scenes import profile_changes

__all__ = ["odd"]


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
    with rig.db.read(EVERYBODY) as session:
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


def gentle(make_rig: MakeRig) -> Rig:
    """A bot that may ask for Do Not Disturb, with one nudge for 10 December."""
    rig = make_rig(scopes=sorted([*NEEDED_SCOPES, "dnd:read"]))
    rig.services = replace(rig.services, may=lambda _team, scope: scope == "dnd:read")
    lost(rig)
    return rig


@pytest.mark.parametrize(
    ("minutes", "comes"),
    [
        (0, "2026-12-10 09:30"),
        (45, "2026-12-10 10:15"),
        (180, "2026-12-10 12:30"),
        (181, "2026-12-10 12:31"),
        (60 * 7, "2026-12-10 16:30"),
        (60 * 12, "2026-12-11 09:30"),
        (60 * 24 + 200, "2026-12-11 12:50"),
        (60 * 24 * 3, "2026-12-14 09:30"),
    ],
)
def test_a_nudge_waits_for_the_end_of_do_not_disturb(make_rig: MakeRig, minutes: int, comes: str) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.do_not_disturb(at - timedelta(hours=12), at + timedelta(minutes=minutes))
    until_sent(rig, 1)
    assert now(rig) == comes


def test_a_second_do_not_disturb_that_day_holds_it_up_again_but_not_into_the_evening(
    make_rig: MakeRig,
) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.do_not_disturb(at - timedelta(hours=1), at + timedelta(hours=4))
    rig.jump()
    rig.ana.do_not_disturb(at, at + timedelta(hours=5))
    rig.jump()
    assert sent(rig) == 0
    rig.ana.do_not_disturb(at, at + timedelta(hours=11))
    until_sent(rig, 1)
    assert now(rig) == "2026-12-11 09:30"


@pytest.mark.trouble
def test_what_fails_after_its_window_without_do_not_disturb_comes_the_next_day(make_rig: MakeRig) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.clock.move_to(at + timedelta(hours=2, minutes=59))
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    rig.sweep()
    until_sent(rig, 1)
    assert now(rig) == "2026-12-11 09:30"


def test_notifications_that_are_paused_are_shown_to_no_bot(make_rig: MakeRig) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.snooze(at + timedelta(hours=1))
    rig.jump()
    assert sent(rig) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"dnd_enabled": False},
        {"dnd_enabled": None},
        {"dnd_enabled": "yes"},
        {"next_dnd_end_ts": None},
        {"next_dnd_end_ts": "soon"},
        {"next_dnd_end_ts": 1e12},
        {"next_dnd_end_ts": 10**18},
        {"next_dnd_start_ts": 1, "next_dnd_end_ts": 1},
        {"next_dnd_start_ts": []},
        {"next_dnd_end_ts": True},
        {"dnd_enabled": False, "snooze_enabled": True, "snooze_endtime": 10**10},
    ],
    ids=str,
)
def test_what_is_no_hour_of_theirs_holds_up_no_nudge(
    make_rig: MakeRig, odd: Odd, told: dict[str, Any]
) -> None:
    rig = gentle(make_rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    begins, ends = (int((at + timedelta(hours=one)).timestamp()) for one in (-1, 1))
    odd.always(
        "dnd.info", **{"dnd_enabled": True, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends} | told
    )
    rig.jump()
    assert sent(rig) == 1


def test_do_not_disturb_is_not_asked_for_without_leave(rig: Rig) -> None:
    lost(rig)
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.ana.do_not_disturb(at - timedelta(hours=12), at + timedelta(hours=1))
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
    rig.ana.do_not_disturb(at - timedelta(hours=12), at + timedelta(minutes=30))
    rig.jump()
    assert sent(rig) == 0
    rig.jump()
    assert (sent(rig), now(rig)) == (5, "2026-12-10 10:00")
    assert len(rig.ana.messages()) == 5 + 1
