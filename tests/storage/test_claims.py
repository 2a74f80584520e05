"""The queue: claimed once, claimed again when a claim has run out, the oldest first and each workspace in turn."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.due_reps import due_reps
from storage.lease import LEASE_TIME, lease_now
from storage.nudges import (
    DueNudge,
    claim_due,
    postpone,
    release,
)
from storage.owner import EVERYBODY
from storage.sent_nudges import (
    next_due,
)
from storage.tables import NudgeRow
from storage.workspaces import rest_sending
from tests.storage.claims import LATER, SECOND, claim, ids, rep, run_out
from tests.storage.made import MONDAY, SAM, lose


@pytest.mark.parametrize(("left", "claimed"), [(5 * SECOND, False), (-5 * SECOND, True)])
def test_a_claim_holds_until_its_end_by_the_databases_clock(
    db: Database, nudge: DueNudge, left: timedelta, claimed: bool
) -> None:
    with db.write(EVERYBODY) as session:
        session.execute(update(NudgeRow).values(claimed_until=lease_now(session) + left))
    assert ids(claim(db)) == ([nudge.id] if claimed else [])


@pytest.mark.usefixtures("nudge")
def test_our_own_clock_set_back_or_ahead_ends_no_claim(db: Database) -> None:
    for clock in (LATER - timedelta(hours=1), LATER + timedelta(days=30)):
        assert ids(claim(db, clock)) == []


def test_a_claim_lasts_as_long_as_said(db: Database, nudge: DueNudge) -> None:
    with db.read(EVERYBODY) as session:
        row = session.get_one(NudgeRow, nudge.id)
        assert row.claimed_until is not None
        assert LEASE_TIME - 30 * SECOND < row.claimed_until - lease_now(session) <= LEASE_TIME


def test_what_was_claimed_before_may_have_been_sent(db: Database, nudge: DueNudge) -> None:
    assert nudge.unknown_since is None
    run_out(db)
    (again,) = claim(db)
    assert again.unknown_since is not None
    assert (again.public_id, again.claim) == (nudge.public_id, again.claim)
    assert again.claim != nudge.claim


def test_a_nudge_keeps_its_public_id_and_it_tells_nothing(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session)
        lose(session, owner=SAM)
    first, second = claim(db)
    assert first.public_id != second.public_id
    assert {len(first.public_id), len(second.public_id)} == {32}


def test_a_nudge_of_an_earlier_version_gets_its_public_id_when_it_is_claimed(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session)
        session.execute(update(NudgeRow).values(public_id=None))
    (due,) = claim(db)
    run_out(db)
    (again,) = claim(db)
    assert due.public_id == again.public_id


def test_what_is_given_back_is_claimed_at_once_and_was_not_sent(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        release(session, [nudge])
    (again,) = claim(db)
    assert again.unknown_since is None


@pytest.mark.parametrize("unknown", [True, False])
def test_a_try_counts_and_says_whether_it_may_have_been_sent(
    db: Database, nudge: DueNudge, unknown: bool
) -> None:
    with db.write(EVERYBODY) as session:
        postpone(session, nudge, LATER, failed=True, unknown=unknown)
    (again,) = claim(db)
    assert (again.attempts, again.unknown_since is not None) == (1, unknown)


def test_what_is_not_due_is_not_claimed(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session)
        due = next_due(session)
        assert due is not None
        assert (
            list(
                claim_due(
                    session,
                    due - timedelta(microseconds=1),
                    due_reps(session, due - timedelta(microseconds=1), 20),
                )
            )
            == []
        )
        assert len(claim_due(session, due, due_reps(session, due, 20))) == 1


def test_the_oldest_come_first_and_no_more_than_wanted(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        for days in (3, 1, 2):
            lose(session, owner=rep(days), now=MONDAY + timedelta(days=days * 7))
    assert ids(claim(db, reps=2)) == [2, 3]
    assert ids(claim(db, reps=2)) == [1]
    assert ids(claim(db, reps=2)) == []


def test_a_reps_whole_morning_is_claimed_together(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        for name in ("Acme", "Birch", "Copperline"):
            lose(session, name)
        lose(session, owner=SAM, now=MONDAY + timedelta(days=7))
    assert ids(claim(db, reps=1)) == [1, 2, 3]
    assert ids(claim(db, reps=1)) == [4]


def test_workspaces_take_turns_however_large_one_is(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        for number in range(6):
            lose(session, owner=rep(number, "T0LARGE"))
        lose(session, owner=rep(7, "T0SMALL"), now=MONDAY + timedelta(days=7))
        lose(session, owner=rep(8, "T0OTHER"), now=MONDAY + timedelta(days=14))
    assert {due.owner.team for due in claim(db, reps=3)} == {"T0LARGE", "T0SMALL", "T0OTHER"}


def test_a_workspace_that_rests_holds_up_no_other(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session, owner=rep(1, "T0RESTS"))
        lose(session, owner=rep(2))
        rest_sending(session, "T0RESTS", LATER + 30 * SECOND)
        rest_sending(session, "T0RESTS", LATER + 60 * SECOND)
    assert ids(claim(db)) == [2]
    assert ids(claim(db, LATER + 59 * SECOND)) == []
    assert ids(claim(db, LATER + 60 * SECOND)) == [1]


def test_no_sweep_begins_for_what_rests_or_is_being_sent(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session, owner=rep(1, "T0RESTS"))
        lose(session, owner=rep(2))
        rest_sending(session, "T0RESTS", LATER + SECOND)
    claim(db)
    with db.read(EVERYBODY) as session:
        assert list(due_reps(session, LATER, 20)) == []
        assert [one.owner for one in due_reps(session, LATER + SECOND, 20)] == [rep(1, "T0RESTS")]


@pytest.mark.parametrize("each_url", ["postgresql"], indirect=True)
def test_two_claimers_at_once_share_and_never_meet(db: Database) -> None:
    """SQLite has one writer at a time: there is no at once."""
    with db.write(EVERYBODY) as session:
        for number in range(4):
            lose(session, owner=rep(number))
    with db.write(EVERYBODY) as one, db.write(EVERYBODY) as other:
        first = set(ids(claim_due(one, LATER, due_reps(one, LATER, 2))))
        second = set(ids(claim_due(other, LATER, due_reps(other, LATER, 4))))
    assert (len(first), len(second)) == (2, 2)
    assert not first & second
