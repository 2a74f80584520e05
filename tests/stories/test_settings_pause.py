"""A pause is chosen in the settings: its bounds, what it holds back, and where it is shown."""

from datetime import datetime

import pytest

from tests.rig import Rig
from tests.stories.own_settings import NAMES, lost, now, sent, settings, until_sent
from tests.stories.scenes import words_on


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
    until_sent(rig, 2)
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
