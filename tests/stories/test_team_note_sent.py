"""When a team's weekly note comes: on its chooser's Monday morning, once; and what ends it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.delivery.team_notes import send_team_notes
from handlers.delivery.team_weeks import make_team_weeks
from playground import Fault
from storage.owner import EVERYBODY, Owner
from storage.team_notes import begin_sending, choose_note, claim_team_notes
from tests.conftest import MakeRig
from tests.rig import ANA, TEAM, Rig
from tests.stories.team_notes import (
    CHANNEL,
    MORNING,
    WEEK,
    kept,
    morning_comes,
    noted,
    notes,
    row,
    sweep,
)
from tests.stories.teams import week_passes


def told(rig: Rig, why: str) -> int:
    """How often Ana was told in her DM that it ended, and why."""
    text = rig.playbook.words.say(f"team_note.ended_{why}")
    return sum(text in message["text"] for message in rig.ana.messages())


def test_it_waits_for_its_chooser_s_morning(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    morning_comes(rig, MORNING - timedelta(minutes=1))
    assert notes(rig) == []
    rig.clock.move_to(MORNING)
    assert sweep(rig) == 1
    assert len(notes(rig)) == 1
    for minutes in (1, 60, 600):
        rig.clock.move(minutes=minutes)
        assert sweep(rig) == 0
    assert len(notes(rig)) == 1


def test_it_waits_for_the_numbers(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    rig.clock.move_to(MORNING)
    sweep(rig)
    assert notes(rig) == []
    make_team_weeks(rig.services, lambda: False, lambda: None)
    rig.clock.move(minutes=11)
    sweep(rig)
    assert len(notes(rig)) == 1


def test_a_missed_monday_is_not_sent_later(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig, MORNING + timedelta(days=1))
    rig.clock.move(days=2)
    sweep(rig)
    assert notes(rig) == []
    assert row(rig).due_at == MORNING + WEEK


def test_after_an_outage_of_hours_it_still_comes_that_day(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig, MORNING + timedelta(hours=8))
    assert len(notes(rig)) == 1


def test_on_a_public_holiday_it_comes_the_day_after(make_rig: MakeRig) -> None:
    """Monday 5 October is one in Portugal, where Ana lives."""
    rig = noted(make_rig, now=datetime(2026, 9, 28, 10, tzinfo=UTC))
    monday = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
    morning_comes(rig, monday)
    assert notes(rig) == []
    rig.clock.move_to(monday + timedelta(days=1))
    sweep(rig)
    assert len(notes(rig)) == 1


def test_two_processes_at_once_send_one(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    week_passes(rig)
    rig.clock.move_to(MORNING)
    with rig.db.write(EVERYBODY) as session:
        claim_team_notes(session, rig.clock.now(), 10)
    assert sweep(rig) == 0
    rig.clock.move(minutes=5)
    assert sweep(rig) == 1
    assert len(notes(rig)) == 1


@pytest.mark.trouble
def test_a_process_that_died_after_it_began_to_post_is_not_followed_by_a_second_note(
    make_rig: MakeRig,
) -> None:
    rig = noted(make_rig)
    week_passes(rig)
    rig.clock.move_to(MORNING)
    with rig.db.write(EVERYBODY) as session:
        (note,) = claim_team_notes(session, rig.clock.now(), 10)
        assert begin_sending(session, note, rig.clock.now())
    rig.clock.move(minutes=5)
    sweep(rig)
    assert notes(rig) == []
    assert row(rig).due_at == MORNING + WEEK


def test_a_process_that_stalls_finds_that_another_has_sent_it(make_rig: MakeRig, each_url: str) -> None:
    """It had claimed the note, and stands still until its claim has run out and the other is done."""
    rig = noted(make_rig, database_url=each_url)
    week_passes(rig)
    rig.clock.move_to(MORNING)
    stalling = iter([True])

    def stalls() -> bool:
        """Asked after the claim, before anything is sent."""
        if next(stalling, False):
            rig.clock.move(minutes=2)
            assert sweep(rig) == 1
        return False

    assert send_team_notes(rig.services, lambda _team: rig.client, stalls, lambda: None) == 1
    assert len(notes(rig)) == 1
    assert (row(rig).told_week, row(rig).due_at) == (MORNING.date(), MORNING + WEEK)


@pytest.mark.trouble
def test_an_answer_that_is_lost_is_not_followed_by_a_second_note(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    morning_comes(rig)
    rig.clock.move(hours=2)
    sweep(rig)
    assert notes(rig) == []


@pytest.mark.trouble
def test_what_slack_refuses_for_now_is_tried_again_that_morning(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    morning_comes(rig)
    assert notes(rig) == []
    rig.clock.move(minutes=3)
    sweep(rig)
    assert len(notes(rig)) == 1


@pytest.mark.trouble
@pytest.mark.parametrize(
    ("happens", "why"),
    [("expel", "invite"), ("archive", "archived"), ("share", "outsiders"), ("restrict", "refused")],
)
def test_what_keeps_it_from_its_channel_ends_it_and_its_chooser_is_told_once(
    make_rig: MakeRig, happens: str, why: str
) -> None:
    rig = noted(make_rig)
    more: list[Any] = ["T0PARTNER"] if happens == "share" else []
    getattr(rig.slack, happens)(CHANNEL, *more)
    morning_comes(rig)
    assert notes(rig) == []
    assert kept(rig) is None
    for _ in range(3):
        rig.clock.move(minutes=5)
        sweep(rig)
    assert told(rig, why) == 1
    assert row(rig).chosen_by is None


@pytest.mark.trouble
@pytest.mark.parametrize("fault", [Fault(accepted_but_dropped=True), Fault(error="internal_error")])
def test_its_chooser_is_told_of_its_end_once_although_nobody_knew_whether_the_first_try_came(
    make_rig: MakeRig, fault: Fault
) -> None:
    rig = noted(make_rig)
    rig.slack.expel(CHANNEL)
    morning_comes(rig)
    rig.slack.faults.add("chat.postMessage", fault)
    for _ in range(3):
        rig.clock.move(minutes=5)
        sweep(rig)
    assert told(rig, "invite") == 1
    assert row(rig).chosen_by is None


@pytest.mark.trouble
@pytest.mark.parametrize("fault", [Fault(accepted_but_dropped=True), Fault(error="internal_error")])
def test_its_chooser_is_told_of_a_second_end_although_the_first_still_stands_there(
    make_rig: MakeRig, each_url: str, fault: Fault
) -> None:
    rig = noted(make_rig, database_url=each_url)
    rig.slack.expel(CHANNEL)
    morning_comes(rig)
    sweep(rig)
    assert told(rig, "invite") == 1
    rig.clock.move(minutes=5)
    with rig.db.write(EVERYBODY) as session:
        choose_note(session, Owner(TEAM, ANA.id), None, CHANNEL, rig.clock.now())
    sweep(rig)
    rig.slack.faults.add("chat.postMessage", fault)
    for _ in range(3):
        rig.clock.move(minutes=5)
        sweep(rig)
    assert told(rig, "invite") == 2
    assert row(rig).chosen_by is None


@pytest.mark.trouble
def test_its_chooser_is_told_of_its_end_although_a_process_died_before_it_told_them(
    make_rig: MakeRig,
) -> None:
    rig = noted(make_rig)
    rig.slack.expel(CHANNEL)
    morning_comes(rig)
    with rig.db.write(EVERYBODY) as session:
        (note,) = claim_team_notes(session, rig.clock.now(), 10)
        assert begin_sending(session, note, rig.clock.now())
    for _ in range(3):
        rig.clock.move(minutes=5)
        sweep(rig)
    assert told(rig, "invite") == 1
    assert row(rig).chosen_by is None


@pytest.mark.trouble
def test_a_team_whose_note_fails_holds_up_no_other(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    week_passes(rig)
    rig.clock.move_to(MORNING)

    def broken(_team: str) -> WebClient:
        raise RuntimeError("nothing goes")

    assert send_team_notes(rig.services, broken, lambda: False, lambda: None) == 1
    rig.clock.move(minutes=3)
    sweep(rig)
    assert len(notes(rig)) == 1
