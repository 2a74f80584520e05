"""A pause: nothing comes before its end, and what fell due comes on the first morning after it."""

from datetime import date, timedelta
from typing import Any

import pytest

from coaching.deal import Reply
from prompts.digest import ANSWER
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import lose
from tests.stories.pauses import at, days_until, nudged, sent_on, settings
from tests.stories.scenes import reply, told, words_on


@pytest.mark.parametrize(
    ("until", "mornings"),
    [
        ("2027-02-22", ["2027-02-22", "2027-02-23"]),
        ("2027-02-20", ["2027-02-22", "2027-02-23"]),
        ("2027-02-26", ["2027-02-26", "2027-03-01"]),
    ],
)
def test_what_fell_due_in_a_pause_comes_from_the_first_working_morning_on_ten_a_day(
    rig: Rig, until: str, mornings: list[str]
) -> None:
    rig.clock.move_to(at("2027-02-01"))
    settings(rig, pause=until)
    with rig.db.write(EVERYBODY) as session:
        for number in range(12):
            lose(session, f"Prospect {number}", callback_on=date(2027, 2, 3) + timedelta(days=number))
    days_until(rig, "2027-03-05")
    sent = sorted(rig.local(deal.nudges[0].sent_at).isoformat()[:16] for deal in rig.deals())
    assert sent == [f"{mornings[0]}T09:30"] * 10 + [f"{mornings[1]}T09:30"] * 2
    assert max(str(message["blocks"]).count(ANSWER) for message in rig.ana.messages()) == 10


def test_a_pause_that_ends_at_the_years_end_ends_on_the_first_working_morning_after_it(rig: Rig) -> None:
    rig.clock.move_to(at("2026-12-14"))
    settings(rig, pause="2026-12-28")
    with rig.db.write(EVERYBODY) as session:
        lose(session, "Acme", callback_on=date(2026, 12, 16))
    days_until(rig, "2027-01-03")
    assert sent_on(rig) == []
    days_until(rig, "2027-01-08")
    assert sent_on(rig) == ["2027-01-04"]


def test_a_pause_ended_early_lets_what_fell_due_come_in_the_first_window(rig: Rig) -> None:
    rig.clock.move_to(at("2027-02-01"))
    settings(rig, pause="2027-06-01")
    with rig.db.write(EVERYBODY) as session:
        lose(session, "Acme", callback_on=date(2027, 2, 3))
        lose(session, "Birch", callback_on=date(2027, 2, 20))
    days_until(rig, "2027-02-26", [("2027-02-10", None)])
    sent = {deal.prospect: rig.local(deal.nudges[0].sent_at).date().isoformat() for deal in rig.deals()}
    assert sent == {"Acme": "2027-02-10", "Birch": "2027-02-22"}, "Acme's window was still open at ten"


def test_a_pause_ended_in_the_afternoon_brings_nothing_before_the_next_morning(rig: Rig) -> None:
    rig.clock.move_to(at("2027-02-01"))
    settings(rig, pause="2027-06-01")
    with rig.db.write(EVERYBODY) as session:
        lose(session, "Acme", callback_on=date(2027, 2, 3))
    rig.clock.move_to(at("2027-02-10", 15))
    settings(rig, pause=None)
    rig.sweep()
    assert sent_on(rig) == []
    rig.jump()
    assert rig.local(rig.clock.now()).isoformat()[:16] == "2027-02-11T09:30"


def test_an_answer_in_a_pause_is_taken_and_what_follows_comes_after_it(rig: Rig) -> None:
    nudged(rig)
    settings(rig, pause="2027-03-03")
    reply(rig.ana, Reply.SNOOZE_WEEK)
    assert told(rig.ana) == []
    seen = len(rig.ana.messages())
    days_until(rig, "2027-03-02")
    assert len(rig.ana.messages()) == seen
    days_until(rig, "2027-03-04")
    assert sent_on(rig) == ["2027-02-01", "2027-03-03"]


@pytest.mark.parametrize(
    ("chosen", "reminded"),
    [
        ({"time": "08:00"}, "2027-02-08T08:00"),
        ({"time": "17:45"}, "2027-02-08T17:45"),
        ({"days": ["2", "4"]}, "2027-02-09T09:30"),
        ({"days": ["6", "7"], "time": "11:15"}, "2027-02-13T11:15"),
        ({"time": "08:00", "pause": "2027-02-09"}, "2027-02-15T08:00"),
    ],
    ids=str,
)
def test_settings_changed_while_a_reminder_is_due_move_it(
    rig: Rig, chosen: dict[str, Any], reminded: str
) -> None:
    nudged(rig)
    rig.clock.move_to(at("2027-02-02"))
    settings(rig, **chosen)
    for _ in range(4):
        if len(sent_on(rig)) < 2:
            rig.jump()
    assert rig.local(rig.deals()[0].nudges[1].sent_at).isoformat()[:16] == reminded


def test_a_nudge_is_not_sent_twice_when_its_time_moves_to_later_that_day(rig: Rig) -> None:
    nudged(rig)
    settings(rig, time="16:00")
    for _ in range(10):
        rig.clock.move(hours=1)
        rig.sweep()
    assert sent_on(rig) == ["2027-02-01"]


def test_home_says_until_when_everything_rests_and_then_no_longer(rig: Rig) -> None:
    nudged(rig)
    settings(rig, pause="2027-03-03")
    rig.ana.open_home()
    said = rig.playbook.words.say("home.paused_line", date=rig.playbook.words.day(date(2027, 3, 3)))
    assert said in words_on(rig.ana.home)
    rig.clock.move_to(at("2027-03-03"))
    rig.ana.open_home()
    assert said not in words_on(rig.ana.home)
