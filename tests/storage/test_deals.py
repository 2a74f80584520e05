"""Deals: one open one a prospect, found by their owner, gone without a trace, their ids never used again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coaching.deal import Reply
from coaching.debrief import Draft
from storage.database import Database
from storage.deal_record import DealRecord
from storage.deals import (
    delete_deal,
    find_by_prospect,
    find_deal,
    list_deals,
)
from storage.delivered import Posted, mark_sent
from storage.drafts import find_draft, finish_draft, start_draft
from storage.due_reps import due_reps
from storage.nudges import claim_due
from storage.owner import EVERYBODY, Owner
from storage.undo import Undone, undo_reply
from tests.storage.made import ANA, MONDAY, SAM, lose, record, rows

LATER = MONDAY + timedelta(days=400)
DAY = timedelta(days=1)


def sent(db: Database) -> int:
    """A lost deal whose nudge has been sent; the nudge's id."""
    with db.write(EVERYBODY) as session:
        lose(session)
        (due,) = claim_due(session, LATER, due_reps(session, LATER, 1))
        mark_sent(session, [Posted(due, LATER, "D0ANA", "1.0", False)])
    return due.id


def won(session: Session) -> None:
    record(session).win_back(LATER, ZoneInfo("UTC"))


def test_a_prospect_has_one_open_deal_and_any_number_won(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session, "Acme")
    with pytest.raises(IntegrityError), db.write(EVERYBODY) as session:
        DealRecord.start(session, ANA, " ACME ", MONDAY)
    for _ in range(2):
        with db.write(EVERYBODY) as session:
            open_one = find_by_prospect(session, ANA, "acme")
            assert open_one is not None
            open_one.win_back(MONDAY, ZoneInfo("UTC"))
            lose(session, "Acme")
    with db.read(EVERYBODY) as session:
        assert len(list_deals(session, ANA, 10)) == 3


@pytest.mark.parametrize("stranger", [SAM, Owner("T0ELSEWHERE", "U0ANA"), Owner("T0ELSEWHERE", "U0ELSE")])
def test_a_deal_is_found_and_deleted_by_its_owner_alone(db: Database, stranger: Owner) -> None:
    with db.write(EVERYBODY) as session:
        deal = lose(session)
        assert find_deal(session, stranger, deal.id) is None
        assert find_by_prospect(session, stranger, "Acme") is None
        assert list(list_deals(session, stranger, 10)) == []
        assert not delete_deal(session, stranger, deal.id)
        assert delete_deal(session, ANA, deal.id)


def test_deleting_leaves_no_row(db: Database) -> None:
    nudge = sent(db)
    with db.write(EVERYBODY) as session:
        record(session).add_reply(Reply.NO_ANSWER, LATER, nudge)
        draft = start_draft(session, ANA, Draft("Acme"), LATER, nudge_id=nudge)
        finish_draft(session, draft, Draft("Acme"), 1, LATER)
    with db.write(EVERYBODY) as session:
        assert delete_deal(session, ANA, 1)
    with db.read(EVERYBODY) as session:
        assert set(rows(session).values()) == {0}


def test_deleting_leaves_other_deals_alone(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        lose(session, "Birch", SAM)
        before = rows(session)
        gone = lose(session, "Acme")
        delete_deal(session, ANA, gone.id)
        assert rows(session) == before


def test_ids_are_never_used_again(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        first = lose(session)
        delete_deal(session, ANA, first.id)
    with db.write(EVERYBODY) as session:
        second = lose(session)
    for name in ("debriefs", "plans"):
        assert getattr(second, name)[0].id > getattr(first, name)[0].id
    assert second.id > first.id


def test_a_nudge_takes_one_reply(db: Database) -> None:
    nudge = sent(db)
    with db.write(EVERYBODY) as session:
        record(session).add_reply(Reply.NO_ANSWER, LATER, nudge)
    with pytest.raises(IntegrityError), db.write(EVERYBODY) as session:
        record(session).add_reply(Reply.WON_BACK, LATER, nudge)


def test_a_nudge_takes_another_reply_once_the_first_is_undone(db: Database) -> None:
    nudge = sent(db)
    with db.write(EVERYBODY) as session:
        reply = record(session).add_reply(Reply.WON_BACK, LATER, nudge)
        won(session)
        assert undo_reply(session, ANA, reply, LATER, DAY)[0] is Undone.DONE
        record(session).add_reply(Reply.NO_ANSWER, LATER, nudge)


@pytest.mark.parametrize(
    ("owner", "after", "outcome"),
    [
        (ANA, DAY, Undone.DONE),
        (ANA, DAY + timedelta(microseconds=1), Undone.TOO_LATE),
        (SAM, timedelta(), Undone.GONE),
        (Owner("T0ELSEWHERE", "U0ANA"), timedelta(), Undone.GONE),
    ],
)
def test_a_reply_is_taken_back_by_its_owner_within_a_day(
    db: Database, owner: Owner, after: timedelta, outcome: Undone
) -> None:
    nudge = sent(db)
    with db.write(EVERYBODY) as session:
        reply = record(session).add_reply(Reply.WON_BACK, LATER, nudge)
        won(session)
        assert undo_reply(session, owner, reply, LATER + after, DAY)[0] is outcome
        deal = find_deal(session, ANA, 1)
        assert deal is not None
        assert (deal.won_back_at is None) == (outcome is Undone.DONE)


def test_a_draft_is_found_by_its_owner_alone_and_finished_once(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        deal = lose(session)
        draft = start_draft(session, ANA, Draft("Acme"), MONDAY)
        assert find_draft(session, SAM, draft) is None
        assert find_draft(session, ANA, draft) is not None
        assert finish_draft(session, draft, Draft("Acme"), deal.id, MONDAY)
        assert not finish_draft(session, draft, Draft("Acme"), deal.id, MONDAY)


def test_a_failed_transaction_leaves_nothing(db: Database) -> None:
    def fail() -> None:
        with db.write(EVERYBODY) as session:
            lose(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with db.read(EVERYBODY) as session:
        assert set(rows(session).values()) == {0}
