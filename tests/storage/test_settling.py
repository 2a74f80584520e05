"""A claimed nudge is settled once: sent, put off, parked or superseded, and whoever comes too late changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from storage.database import Database
from storage.deals import delete_deal
from storage.delivered import Posted, mark_sent
from storage.nudges import (
    DueNudge,
    mark_done,
    park,
    postpone,
    release,
)
from storage.owner import EVERYBODY, Owner
from storage.sent_nudges import (
    count_all_due,
    parked,
    sent_together,
    unpark,
    unpark_team,
)
from tests.storage.claims import LATER, SECOND, claim, ids, rep, run_out
from tests.storage.made import ANA, LISBON, MONDAY, SAM, WEEK, found, lose, record


def sent(session: Session, due: DueNudge) -> bool:
    """Whether it could be settled."""
    return bool(mark_sent(session, [Posted(due, LATER, "D0ANA", "1.0", False)]))


def sent_ids(session: Session, owner: Owner = ANA) -> list[int]:
    """The nudges of theirs that stand in that message."""
    return [one.id for one in sent_together(session, owner, "D0ANA", "1.0")]


@pytest.mark.parametrize("settle", [mark_done, sent])
def test_what_is_settled_is_never_claimed_again(
    db: Database, nudge: DueNudge, settle: Callable[[Session, DueNudge], bool]
) -> None:
    with db.write(EVERYBODY) as session:
        assert settle(session, nudge)
        assert not record(session).still_due(nudge.id, nudge.claim)
    assert ids(claim(db, LATER + timedelta(days=30))) == []


def test_whoever_comes_too_late_changes_nothing(db: Database, nudge: DueNudge) -> None:
    run_out(db)
    (again,) = claim(db)
    with db.write(EVERYBODY) as session:
        assert not record(session).still_due(nudge.id, nudge.claim)
        assert not sent(session, nudge)
        assert not postpone(session, nudge, LATER)
        assert not park(session, nudge, LATER, "user_disabled")
        release(session, [nudge])
        assert record(session).still_due(again.id, again.claim)
        assert sent(session, again)


def test_a_deleted_deals_nudge_is_settled_by_nobody(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        delete_deal(session, ANA, 1)
        assert not sent(session, nudge)


def test_a_nudge_put_off_is_due_then_and_not_before(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        postpone(session, nudge, LATER + 300 * SECOND)
    assert ids(claim(db, LATER + 299 * SECOND)) == []
    assert ids(claim(db, LATER + 300 * SECOND)) == [nudge.id]


def test_a_new_plan_supersedes_the_pending_nudge(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        held = record(session)
        held.adopt_plan(held.deal.plan, MONDAY, LISBON, WEEK, LATER.date())
        assert not record(session).still_due(nudge.id, nudge.claim)
        assert not postpone(session, nudge, LATER)
    assert ids(claim(db)) == [nudge.id + 1]


def test_what_was_being_sent_when_it_was_superseded_counts_as_sent(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        held = record(session)
        held.adopt_plan(held.deal.plan, MONDAY, LISBON, WEEK, LATER.date())
        assert sent(session, nudge)
        assert sent_ids(session) == [nudge.id]


def test_what_is_parked_is_counted_by_name_and_claimed_by_nobody(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        park(session, nudge, LATER, "user_disabled")
        assert parked(session) == {"user_disabled": 1}
        assert found(session, 1).parked_for == "user_disabled"
        assert count_all_due(session, LATER) == 0
    assert ids(claim(db, LATER + timedelta(days=30))) == []


def test_what_was_parked_is_due_again_when_its_rep_is_here_again(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        park(session, nudge, LATER, "user_disabled")
        unpark(session, SAM, LATER)
        unpark_team(session, "T0TEST", {"user_disabled"}, LATER)
        assert parked(session) == {"user_disabled": 1}
        unpark(session, ANA, LATER)
        assert found(session, 1).parked_for is None
    (again,) = claim(db)
    assert (again.id, again.attempts) == (nudge.id, 0)


def test_a_plan_that_moved_on_leaves_nothing_parked_behind(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        park(session, nudge, LATER, "user_disabled")
        held = record(session)
        held.adopt_plan(held.deal.plan, MONDAY, LISBON, WEEK, LATER.date())
        unpark(session, ANA, LATER)
    assert ids(claim(db)) == [nudge.id + 1]


def test_a_sent_nudge_is_found_by_its_owner_alone(db: Database, nudge: DueNudge) -> None:
    with db.write(EVERYBODY) as session:
        sent(session, nudge)
    with db.read(EVERYBODY) as session:
        assert sent_ids(session) == [nudge.id]
        assert sent_ids(session, SAM) == []


def test_many_are_settled_at_once_and_only_those_still_held(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        for number in range(4):
            lose(session, owner=rep(number))
    claimed = claim(db)
    with db.write(EVERYBODY) as session:
        release(session, claimed[:1])
        delete_deal(session, rep(1), claimed[1].deal_id)
        settled = mark_sent(session, [Posted(due, LATER, "D0", "1.0", False) for due in claimed])
    assert [one.due for one in settled] == list(claimed[2:])
