"""When nudges come: working days, half past nine by the rep's own clock, three hours long, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from playground import Fault, Person
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, Rig
from tests.stories.scenes import nudge, profile_changes

LISBON = ZoneInfo("Europe/Lisbon")


def planned(rig: Rig, on: str) -> None:
    """A nudge for that day."""
    rig.debrief(rig.ana, callback_on=on)
    rig.ana.close()


def at(day: str, clock: str, zone: str = "Europe/Lisbon") -> datetime:
    local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    return local.astimezone(UTC)


def sweep_at(rig: Rig, moment: datetime) -> int:
    """How many nudges the rep has once the clock struck then."""
    rig.clock.move_to(moment)
    rig.sweep()
    return sum(len(deal.nudges) for deal in rig.deals())


@pytest.mark.parametrize(
    ("clock", "sent"),
    [("09:29:59", 0), ("09:30", 1), ("10:45", 1), ("12:30", 1), ("12:30:01", 0), ("18:00", 0), ("23:59", 0)],
)
def test_a_nudge_is_sent_within_three_hours_of_half_past_nine(rig: Rig, clock: str, sent: int) -> None:
    planned(rig, "2026-12-10")
    assert sweep_at(rig, at("2026-12-10", clock)) == sent


@pytest.mark.parametrize(
    ("missed", "comes"),
    [
        ("2026-12-10", "2026-12-11"),
        ("2026-12-11", "2026-12-14"),
        ("2026-12-23", "2027-01-04"),
        ("2027-03-25", "2027-03-29"),
        ("2027-10-29", "2027-11-02"),
    ],
)
def test_what_missed_its_window_comes_the_next_working_day(rig: Rig, missed: str, comes: str) -> None:
    """Over weekends, the year's end, Good Friday and All Saints', and both changes of the clocks."""
    planned(rig, missed)
    assert sweep_at(rig, at(missed, "13:00")) == 0
    assert sweep_at(rig, at(comes, "09:29")) == 0
    assert sweep_at(rig, at(comes, "09:30")) == 1


@pytest.mark.parametrize(
    ("given", "local"),
    [
        ({}, "2027-02-01T09:30"),
        ({"callback_on": "2027-03-29"}, "2027-03-29T09:30"),
        ({"callback_on": "2027-10-29"}, "2027-10-29T09:30"),
        ({"callback_on": "2026-11-07"}, "2026-11-09T09:30"),
        ({"callback_on": "2026-12-31"}, "2027-01-04T09:30"),
        ({"callback_on": "2026-11-02"}, "2026-11-03T09:30"),
    ],
)
def test_a_planned_nudge_comes_at_half_past_nine_on_a_working_day(
    rig: Rig, given: dict[str, str], local: str
) -> None:
    rig.debrief(rig.ana, **given)
    rig.ana.close()
    assert rig.local(rig.jump()).strftime("%Y-%m-%dT%H:%M") == local
    assert len(rig.deals()[0].nudges) == 1


def test_each_rep_is_nudged_by_their_own_clock(rig: Rig) -> None:
    for who in (rig.ana, rig.sam):
        rig.debrief(who, callback_on="2027-03-15")
        who.close()
    assert rig.jump() == at("2027-03-15", "09:30")
    assert [len(rig.deals(p)[0].nudges) for p in (ANA, SAM)] == [1, 0]
    assert rig.jump() == at("2027-03-15", "09:30", SAM.tz)
    assert len(rig.deals(SAM)[0].nudges) == 1


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Europe/Madrid"])
def test_a_rep_who_moved_is_nudged_by_their_present_clock(rig: Rig, zone: str) -> None:
    planned(rig, "2026-12-10")
    profile_changes(rig, zone)
    assert rig.jump() == at("2026-12-10", "09:30", zone)
    assert len(rig.deals()[0].nudges) == 1


def test_an_hour_slip_of_the_sweeper_sends_once(rig: Rig) -> None:
    planned(rig, "2026-12-10")
    for minutes in (0, 1, 59, 60, 61, 179, 181):
        sent = sweep_at(rig, at("2026-12-10", "09:30") + timedelta(minutes=minutes))
        assert sent == 1


@pytest.mark.parametrize("outage", [timedelta(hours=14), timedelta(days=31)])
def test_after_an_outage_what_was_missed_comes_in_the_first_window(rig: Rig, outage: timedelta) -> None:
    planned(rig, "2026-12-10")
    back = at("2026-12-10", "09:00") + outage
    rig.clock.move_to(back)
    rig.sweep()
    while not rig.deals()[0].nudges:
        rig.jump()
    sent = rig.local(rig.deals()[0].nudges[0].sent_at)
    assert time(9, 30) <= sent.time() <= time(12, 30)
    assert sent.isoweekday() <= 5
    assert sent - rig.local(back) < timedelta(days=4)
    assert len(rig.ana.messages()) == 2


def test_several_replicas_send_a_nudge_once(each_rig: Rig) -> None:
    rig = each_rig
    for name in ("Acme", "Birch", "Copperline"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.clock.move_to(at("2026-12-10", "09:30"))
    with ThreadPoolExecutor(6) as replicas:
        for _ in range(6):
            replicas.submit(rig.sweep)
    assert len(rig.ana.messages()) == 6, "three cards and three nudges"
    assert [len(deal.nudges) for deal in rig.deals()] == [1, 1, 1]


@pytest.mark.trouble
def test_a_rep_of_whom_slack_tells_no_zone_is_nudged_by_utc(rig: Rig) -> None:
    rig.slack.faults.add("users.info", Fault(error="internal_error", times=None))
    planned(rig, "2027-07-14")
    assert rig.jump() == datetime(2027, 7, 14, 9, 30, tzinfo=UTC)
    assert "Dana" in nudge(rig.ana)["text"]


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Australia/Lord_Howe"]
)
def test_a_day_is_the_reps_day_wherever_they_are(make_rig: MakeRig, zone: str) -> None:
    rig = make_rig(people=(Person("U0ANA", "Ana Costa", zone), SAM))
    planned(rig, "2026-12-10")
    local = rig.jump().astimezone(ZoneInfo(zone))
    assert (local.date().isoformat(), local.time()) == ("2026-12-10", time(9, 30))
    assert len(rig.deals()[0].nudges) == 1
