"""The queue of offers: a rep's morning is claimed whole and once, in order, and settled under the claim's name."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta

from sqlalchemy import select, update

from storage.database import Database
from storage.lease import lease_now
from storage.offer_answers import answer_not_mine
from storage.offer_parking import park_offers, parked_offers, unpark_offers, unpark_offers_of
from storage.offer_queue import (
    MORNING,
    DueOffer,
    asked_today,
    claim_offers,
    due_offer_reps,
    give_back,
    park_offer,
    postpone_offer,
    put_off,
    settle_lapsed,
    settle_sent,
)
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import ReportedDeal, find_offer
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from storage.workspaces import rest_sending
from tests.storage.made import ANA, MONDAY, SAM, lose

TOMORROW = MONDAY + timedelta(days=1)


def take(
    db: Database,
    name: str,
    owner: Owner = ANA,
    source: OfferSource = OfferSource.HOOK,
    lost_on: date | None = None,
) -> int:
    with db.write(owner) as session:
        return take_in(session, owner, source, ReportedDeal(name, name, lost_on=lost_on), MONDAY).offer_id


def claim(db: Database, owner: Owner = ANA) -> Sequence[DueOffer]:
    with db.write(owner) as session:
        return claim_offers(session, owner, MONDAY)


def test_reps_with_something_due_are_found_until_it_is_claimed(db: Database) -> None:
    take(db, "Acme")
    take(db, "Birch", SAM)
    with db.read(EVERYBODY) as session:
        assert set(due_offer_reps(session, MONDAY, 10)) == {ANA, SAM}
        assert due_offer_reps(session, MONDAY - timedelta(seconds=1), 10) == []
    claim(db)
    with db.read(EVERYBODY) as session:
        assert due_offer_reps(session, MONDAY, 10) == [SAM]


def test_a_workspace_that_rests_has_no_turn(db: Database) -> None:
    take(db, "Acme")
    with db.write(EVERYBODY) as session:
        rest_sending(session, ANA.team, TOMORROW)
        assert due_offer_reps(session, MONDAY, 10) == []


def test_imports_come_last_and_of_these_the_oldest_no_first(db: Database) -> None:
    take(db, "none", source=OfferSource.IMPORT)
    take(db, "new", source=OfferSource.IMPORT, lost_on=date(2026, 10, 1))
    take(db, "old", source=OfferSource.IMPORT, lost_on=date(2026, 1, 1))
    take(db, "hook")
    take(db, "step", source=OfferSource.STEP)
    assert [due.offer.deal.prospect for due in claim(db)] == ["hook", "step", "old", "new", "none"]


def test_what_is_claimed_is_nobody_else_s_and_a_claim_that_ran_out_leaves_a_mark(db: Database) -> None:
    take(db, "Acme")
    (first,) = claim(db)
    assert first.unknown_since is None
    assert claim(db) == []
    with db.write(EVERYBODY) as session:
        past = lease_now(session) - timedelta(seconds=1)
        session.execute(update(OfferRow).values(claimed_until=past))
    (again,) = claim(db)
    assert again.unknown_since == past
    with db.write(ANA) as session:
        assert not settle_sent(session, first, MONDAY, "D0", "1.0", TOMORROW), "the claim is another's"
        assert settle_sent(session, again, MONDAY, "D0", "1.0", TOMORROW)


def test_what_is_answered_while_the_claim_waits_is_not_asked_again(db: Database) -> None:
    offer = take(db, "Acme")
    with ThreadPoolExecutor(1) as aside:
        with db.write(ANA) as session:
            answer_not_mine(session, ANA, offer, MONDAY)
            session.flush()
            claimed = aside.submit(claim, db)
            # Long enough to have read what is due, as it was before the answer.
            wait([claimed], timeout=0.5)
        assert claimed.result() == []
    with db.read(ANA) as session:
        found = find_offer(session, ANA, offer)
    assert found is not None
    assert found.status is OfferStatus.NOT_MINE


def test_more_than_a_morning_holds_waits_out_of_the_way(db: Database) -> None:
    for n in range(MORNING + 5):
        take(db, f"P{n}")
    claimed = claim(db)
    assert len(claimed) == MORNING
    with db.write(ANA) as session:
        assert due_offer_reps(session, MONDAY, 10) == []
        put_off(session, ANA, claimed[10:], MONDAY, TOMORROW)
        late = session.scalars(select(OfferRow.id).where(OfferRow.due_at == TOMORROW)).all()
    assert len(late) == MORNING + 5 - 10


def test_sent_is_counted_with_nudges_and_imports_apart(db: Database) -> None:
    take(db, "Acme")
    take(db, "Birch", source=OfferSource.IMPORT)
    with db.write(ANA) as session:
        lose(session, "Cedar", now=MONDAY - timedelta(days=30))
    for n, due in enumerate(claim(db)):
        with db.write(ANA) as session:
            settle_sent(session, due, MONDAY, "D0", f"{n}.0", TOMORROW)
    with db.read(ANA) as session:
        assert asked_today(session, ANA, MONDAY - timedelta(hours=9), MONDAY) == (2, 1)
        far = MONDAY + timedelta(days=365)
        assert asked_today(session, ANA, MONDAY + timedelta(hours=9), far) == (1, 0), "the nudge that is due"


def test_a_first_message_is_followed_by_a_reminder_and_an_end(db: Database) -> None:
    offer_id = take(db, "Acme")
    for reminded in (False, True):
        (due,) = claim(db)
        assert due.is_first is not reminded
        with db.write(ANA) as session:
            settle_sent(session, due, MONDAY, "D0", "1.0", MONDAY)
    with db.read(ANA) as session:
        offer = find_offer(session, ANA, offer_id)
        assert offer
        assert offer.reminded_at == MONDAY
    with db.write(ANA) as session:
        settle_lapsed(session, claim_offers(session, ANA, MONDAY))
        ended = find_offer(session, ANA, offer_id)
    assert ended
    assert (ended.status, ended.due_at) == (OfferStatus.LAPSED, None)


def test_what_failed_is_due_later_and_what_may_have_come_is_marked(db: Database) -> None:
    take(db, "Acme")
    (due,) = claim(db)
    with db.write(ANA) as session:
        postpone_offer(session, due, MONDAY, failed=True, unknown=True)
    (again,) = claim(db)
    assert (again.attempts, again.unknown_since is not None) == (1, True)
    with db.write(ANA) as session:
        give_back(session, [again])
    assert claim(db)[0].unknown_since == again.unknown_since


def test_parked_by_name_until_it_is_unparked(db: Database) -> None:
    take(db, "Acme")
    (due,) = claim(db)
    with db.write(ANA) as session:
        park_offer(session, due, MONDAY, "user_not_found")
    assert claim(db) == []
    with db.write(EVERYBODY) as session:
        assert parked_offers(session) == {"user_not_found": 1}
        unpark_offers_of(session, ANA.team, ["user_not_found"], MONDAY)
        assert due_offer_reps(session, MONDAY, 10) == []
        unpark_offers(session, ANA, MONDAY)
        assert due_offer_reps(session, MONDAY, 10) == [ANA]


def test_a_workspace_s_offers_are_parked_together(db: Database) -> None:
    take(db, "Acme")
    take(db, "Birch", Owner("T0OTHER", "U0"))
    with db.write(EVERYBODY) as session:
        park_offers(session, ANA.team, "app_uninstalled", MONDAY)
        assert parked_offers(session) == {"app_uninstalled": 1}
        assert due_offer_reps(session, MONDAY, 10) == [Owner("T0OTHER", "U0")]
