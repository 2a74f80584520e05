"""Clocks that are wrong, or apart: processes, database and Slack need not agree, and each nudge comes once."""

import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import storage.lease
from coaching.steps import Step
from handlers.delivery.dispatcher import send_due
from playground import Fault
from storage.due_reps import due_reps
from storage.lease import LEASE_TIME, Lease
from storage.nudges import claim_due, release
from storage.owner import EVERYBODY
from storage.records import PENDING, SENT
from storage.tables import NudgeRow, ProcessedRequestRow
from tests.rig import Rig, StandingClock
from tests.storage.made import let_claims_run_out
from tests.stories.lost_answers import carried

HOUR = timedelta(hours=1)


def planned(rig: Rig, *names: str) -> datetime:
    """Nudges for one morning; when that comes."""
    for name in names:
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    due = rig.deals()[0].next_nudge_at
    assert due is not None
    return due


def rows(rig: Rig, step: Step = Step.NUDGE) -> list[NudgeRow]:
    with rig.db.read(EVERYBODY) as session:
        return [row for row in session.query(NudgeRow) if row.step is step]


def at(rig: Rig, moment: datetime) -> None:
    rig.clock.move_to(moment)
    rig.sweep()


def by(rig: Rig, clock: StandingClock) -> None:
    """A sweep of another process, whose clock tells something else."""
    rig.sweep(services=replace(rig.services, now=clock.now))


@pytest.mark.parametrize("back", [timedelta(minutes=1), HOUR, timedelta(days=2), timedelta(days=400)])
def test_a_clock_set_back_after_sending_sends_nothing_again(each_rig: Rig, back: timedelta) -> None:
    rig = each_rig
    due = planned(rig, "Acme", "Birch")
    at(rig, due)
    assert len(carried(rig)) == 2
    rig.clock.move_to(due - back)
    for _ in range(4):
        rig.sweep()
        rig.clock.move(hours=12)
    at(rig, due + HOUR)
    assert len(carried(rig)) == 2
    assert len(rows(rig, Step.REMINDER)) == 2


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), HOUR, timedelta(hours=2, minutes=59)])
def test_two_processes_whose_clocks_are_apart_send_each_once(each_rig: Rig, ahead: timedelta) -> None:
    """The one ahead sends early by its own clock; the other finds it done."""
    rig = each_rig
    due = planned(rig, "Acme", "Birch", "Copperline")
    rig.clock.move_to(due - ahead)
    other = StandingClock(due)
    for _ in range(6):
        rig.sweep()
        by(rig, other)
        rig.clock.move(minutes=45)
        other.move(minutes=45)
    assert len(carried(rig)) == 3
    assert [row.status for row in rows(rig)] == [SENT] * 3
    assert Counter(row.status for row in rows(rig, Step.REMINDER)) == {PENDING: 3}


def test_one_that_is_a_day_behind_puts_nothing_of_the_other_s_back(rig: Rig) -> None:
    due = planned(rig, "Acme")
    at(rig, due)
    by(rig, StandingClock(due - timedelta(days=1)))
    assert [row.status for row in rows(rig)] == [SENT]
    assert rows(rig, Step.REMINDER)[0].due_at > due


@pytest.mark.parametrize("years", [-30, 30])
def test_claims_hold_by_the_database_s_clock_whatever_the_process_believes(each_rig: Rig, years: int) -> None:
    rig = each_rig
    due = planned(rig, "Acme")
    with rig.db.write(EVERYBODY) as session:
        (mine,) = claim_due(session, due, due_reps(session, due, 10))
    rig.clock.move_to(due)
    wrong = StandingClock(due.replace(year=due.year + years))
    by(rig, wrong)
    rig.sweep()
    assert carried(rig) == [], "somebody holds it"
    with rig.db.write(EVERYBODY) as session:
        release(session, [mine])
    rig.sweep()
    assert len(carried(rig)) == 1


@pytest.mark.trouble
@pytest.mark.parametrize("apart", [timedelta(hours=-20), timedelta(hours=20), timedelta(days=300)])
def test_a_lost_answer_is_found_though_slack_s_clock_and_ours_are_apart(rig: Rig, apart: timedelta) -> None:
    """Messages bear Slack's time, and the try bears the database's: the newest page is looked at in any case."""
    due = planned(rig, "Acme")
    slacks, rig.slack._ws.conversations._now = StandingClock(due + apart), lambda: slacks.now()
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    at(rig, due)
    at(rig, due + timedelta(minutes=3))
    assert len(carried(rig)) == 1
    assert rows(rig)[0].status == SENT


@pytest.mark.trouble
def test_a_clock_set_back_delays_what_was_put_off_by_no_more_than_that(rig: Rig) -> None:
    due = planned(rig, "Acme")
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=60))
    at(rig, due + HOUR)
    at(rig, due)
    assert carried(rig) == []
    at(rig, due + HOUR + timedelta(seconds=61))
    assert len(carried(rig)) == 1


@pytest.mark.parametrize("passed", [0, 69, 71, 89, 10_000])
def test_a_process_that_slept_knows_that_its_claim_may_be_another_s(
    monkeypatch: pytest.MonkeyPatch, passed: float
) -> None:
    moments = [1000.0]
    monkeypatch.setattr(storage.lease, "_elapsed", lambda: moments[0])
    hold = Lease()
    moments[0] += passed
    assert hold.is_sure == (passed < 70)
    assert LEASE_TIME.total_seconds() == 90


def test_the_lease_s_clock_cannot_be_set_and_counts_sleep() -> None:
    assert storage.lease._BOOT_CLOCK != time.CLOCK_REALTIME
    first = storage.lease._elapsed()
    assert storage.lease._elapsed() >= first


def test_a_process_that_woke_too_late_gives_its_claims_back_unsent(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = planned(rig, "Acme", "Birch")
    moments = iter([0.0])
    monkeypatch.setattr(storage.lease, "_elapsed", lambda: next(moments, 500.0))
    rig.clock.move_to(due)
    send_due(rig.services, lambda _team: rig.client)
    assert carried(rig) == []
    assert [(row.status, row.claimed_by, row.attempts, row.unknown_since) for row in rows(rig)] == [
        (PENDING, None, 0, None)
    ] * 2
    monkeypatch.undo()
    rig.sweep()
    assert len(carried(rig)) == 2


def test_a_claim_that_ran_out_is_looked_into_by_whoever_takes_it_over(rig: Rig) -> None:
    due = planned(rig, "Acme")
    with rig.db.write(EVERYBODY) as session:
        claim_due(session, due, due_reps(session, due, 10))
        let_claims_run_out(session)
    at(rig, due)
    assert len(carried(rig)) == 1
    assert [call.method for call in rig.slack.calls if call.method == "conversations.history"]


@pytest.mark.parametrize("days", [2, 400])
def test_requests_are_forgotten_after_a_day_and_not_before(rig: Rig, days: int) -> None:
    """Also when the clock jumps: what Slack delivers again within minutes is known."""
    rig.ana.command("/gotano", "help")
    rig.sweep()
    body = rig.heard[-1]
    rig.clock.move(hours=23)
    rig.sweep()
    rig.ana.send_raw(body, "slash_commands")
    assert len([m for m in rig.ana.messages() if m["ephemeral"]]) == 1
    rig.clock.move(days=days)
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert session.query(ProcessedRequestRow).count() == 0
