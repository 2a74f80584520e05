"""The queue: claimed once, claimed again when a claim has ended, and nobody's twice."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.deals import set_plan
from storage.nudges import (
    claim_due,
    find_sent,
    is_still_due,
    next_due,
    put_off,
    sent_for_deal,
    settle_failed,
    settle_sent,
)
from storage.owner import Owner
from tests.storage.made import ANA, LISBON, MONDAY, SAM, WEEK, found, lose

LATER = MONDAY + timedelta(days=400)
CLAIM = timedelta(seconds=90)


def rep(number: int) -> Owner:
    return Owner("T0TEST", f"U0{number}")


def claim(db: Database, seconds: float = 0, limit: int = 20) -> list[int]:
    now = LATER + timedelta(seconds=seconds)
    with db.write() as session:
        return [due.id for due in claim_due(session, now, now + CLAIM, limit)]


@pytest.fixture
def nudge(db: Database) -> int:
    with db.write() as session:
        lose(session)
    (nudge_id,) = claim(db, -100)
    return nudge_id


@pytest.mark.parametrize(("seconds", "claimed"), [(-100, False), (-11, False), (-10, True), (500, True)])
def test_a_claim_holds_until_its_end(db: Database, nudge: int, seconds: float, claimed: bool) -> None:
    assert claim(db, seconds) == ([nudge] if claimed else [])


def test_what_is_not_due_is_not_claimed(db: Database) -> None:
    with db.write() as session:
        lose(session)
        due = next_due(session)
        assert due is not None
        early = due - timedelta(microseconds=1)
        assert list(claim_due(session, early, early + CLAIM, 20)) == []
        assert len(claim_due(session, due, due + CLAIM, 20)) == 1


def test_the_oldest_come_first_and_no_more_than_wanted(db: Database) -> None:
    with db.write() as session:
        for days in (3, 1, 2):
            lose(session, owner=rep(days), now=MONDAY + timedelta(days=days * 7))
    assert claim(db, limit=2) == [2, 3]
    assert claim(db, limit=2) == [1]
    assert claim(db, limit=2) == []


def test_a_reps_whole_morning_is_claimed_together(db: Database) -> None:
    with db.write() as session:
        for name in ("Acme", "Birch", "Copperline"):
            lose(session, name)
        lose(session, owner=SAM, now=MONDAY + timedelta(days=7))
    assert claim(db, limit=1) == [1, 2, 3]
    assert claim(db, limit=1) == [4]


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_two_claimers_at_once_share_and_never_meet(db: Database) -> None:
    """SQLite has one writer at a time: there is no at once."""
    with db.write() as session:
        for number in range(4):
            lose(session, owner=rep(number))
    with db.write() as one, db.write() as other:
        first = {due.id for due in claim_due(one, LATER, LATER + CLAIM, 2)}
        second = {due.id for due in claim_due(other, LATER, LATER + CLAIM, 4)}
    assert (len(first), len(second)) == (2, 2)
    assert not first & second


def test_a_sent_nudge_is_never_claimed_again(db: Database, nudge: int) -> None:
    with db.write() as session:
        settle_sent(session, nudge, LATER, "D0ANA", "1.0")
        assert not is_still_due(session, nudge)
    assert claim(db, 10**6) == []


def test_a_parked_nudge_is_never_claimed_again(db: Database, nudge: int) -> None:
    with db.write() as session:
        settle_failed(session, nudge, LATER, "user_disabled")
    assert claim(db, 10**6) == []


def test_a_nudge_put_off_is_due_then_and_not_before(db: Database, nudge: int) -> None:
    with db.write() as session:
        put_off(session, nudge, LATER + timedelta(seconds=300))
    assert claim(db, 299) == []
    assert claim(db, 300) == [nudge]


def test_putting_off_does_not_wake_what_was_sent(db: Database, nudge: int) -> None:
    with db.write() as session:
        settle_sent(session, nudge, LATER, "D0ANA", "1.0")
        put_off(session, nudge, LATER)
    assert claim(db, 10**6) == []


def test_a_new_plan_supersedes_the_pending_nudge(db: Database, nudge: int) -> None:
    with db.write() as session:
        deal = found(session, 1)
        set_plan(session, deal, deal.plan, MONDAY, LISBON, WEEK, LATER.date())
        assert not is_still_due(session, nudge)
        put_off(session, nudge, LATER)
    assert claim(db, 10**6) == [nudge + 1]


def test_a_sent_nudge_is_found_by_its_owner_alone(db: Database, nudge: int) -> None:
    with db.write() as session:
        settle_sent(session, nudge, LATER, "D0ANA", "1.0")
    with db.read() as session:
        assert [find_sent(session, ANA, nudge)] == list(sent_for_deal(session, ANA, 1))
        assert find_sent(session, SAM, nudge) is None
        assert list(sent_for_deal(session, SAM, 1)) == []
