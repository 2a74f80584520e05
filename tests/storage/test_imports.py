"""Imported lists: stored whole and once, for their rep alone; counted, stopped and gone on with."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.deal_record import prospect_key
from storage.deals import delete_all
from storage.imports import (
    Import,
    Imported,
    count_imported,
    find_import,
    import_deals,
    known_prospects,
    move_imports,
    resume_imports,
    stop_imports,
)
from storage.offer_answers import answer_not_mine, settle_debriefed
from storage.offer_queue import claim_offers
from storage.offer_tables import OfferRow, OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.overview import glance
from storage.owner import EVERYBODY, Owner
from tests.storage.made import ANA, SAM, lose
from tests.storage.made import MONDAY as NOW

DEALS = [
    ReportedDeal("2", "Dana Reyes", "Acme", date(2026, 3, 1)),
    ReportedDeal("3", "Birch"),
    ReportedDeal("4", "Cope", None, date(2025, 1, 1)),
]


def imported(db: Database, owner: Owner = ANA, digest: str = "a") -> bool:
    with db.write(owner) as session:
        return import_deals(session, owner, digest, DEALS, NOW)


def counted(db: Database, owner: Owner = ANA) -> Imported:
    with db.read(owner) as session:
        found = count_imported(session, owner)
        assert glance(session, owner).imported == found
    return found


def test_a_list_is_taken_in_whole_and_once(db: Database) -> None:
    assert imported(db)
    assert not imported(db)
    assert counted(db) == Imported(all=3, waiting=3)
    with db.read(ANA) as session:
        assert find_import(session, ANA, "a") == Import(NOW, 3)
        assert find_import(session, ANA, "b") is None


def test_the_same_list_of_another_rep_is_theirs(db: Database) -> None:
    assert imported(db)
    assert imported(db, SAM)
    assert counted(db).all == counted(db, SAM).all == 3


def test_nothing_is_stored_where_something_in_it_cannot_be(db: Database) -> None:
    nameless: Any = None
    with pytest.raises(IntegrityError), db.write(ANA) as session:
        import_deals(session, ANA, "a", [*DEALS, ReportedDeal("5", nameless)], NOW)
    assert counted(db) == Imported()
    assert imported(db)


def test_the_oldest_loss_is_asked_about_first_and_one_without_a_day_last(db: Database) -> None:
    imported(db)
    with db.write(EVERYBODY) as session:
        asked = [due.offer.deal.prospect for due in claim_offers(session, ANA, NOW)]
    assert asked == ["Cope", "Dana Reyes", "Birch"]


def test_stopped_ones_are_not_due_until_they_go_on(db: Database) -> None:
    imported(db)
    with db.write(ANA) as session:
        assert stop_imports(session, ANA, NOW) == 3
    assert counted(db) == Imported(all=3, stopped=3)
    with db.write(EVERYBODY) as session:
        assert claim_offers(session, ANA, NOW + timedelta(days=1)) == []
    with db.write(ANA) as session:
        assert resume_imports(session, ANA, NOW, lambda at, _is_first: at) == 3
    assert counted(db) == Imported(all=3, waiting=3)


def test_stopping_leaves_answers_hooks_and_other_reps_alone(db: Database) -> None:
    imported(db)
    imported(db, SAM)
    with db.write(ANA) as session:
        deal = lose(session).id
        take_in(session, ANA, OfferSource.HOOK, ReportedDeal("9", "Dune"), NOW)
        first, second, _ = session.scalars(
            select(OfferRow.id).where(OfferRow.source == OfferSource.IMPORT).order_by(OfferRow.id)
        )
        settle_debriefed(session, ANA, first, deal, NOW)
        answer_not_mine(session, ANA, second, NOW)
        assert stop_imports(session, ANA, NOW) == 1
    assert counted(db) == Imported(all=3, stopped=1)
    assert counted(db, SAM).waiting == 3


def test_prospects_with_a_deal_or_an_offer_are_known(db: Database) -> None:
    imported(db)
    with db.write(ANA) as session:
        lose(session)
        known = known_prospects(session, ANA)
    assert {prospect_key(name) for name in ("dana reyes,  ACME", "Birch", "acme")} <= known
    with db.read(SAM) as session:
        assert known_prospects(session, SAM) == frozenset()


def test_deleting_everything_forgets_the_list_too(db: Database) -> None:
    imported(db)
    with db.write(ANA) as session:
        delete_all(session, ANA)
    assert counted(db) == Imported()
    assert imported(db)


def test_lists_follow_a_workspace_into_its_organisation(db: Database) -> None:
    imported(db)
    with db.write(EVERYBODY) as session:
        move_imports(session, ANA.team, "E1")
        assert find_import(session, Owner("E1", ANA.rep), "a") == Import(NOW, 3)
        import_deals(session, ANA, "a", DEALS[:1], NOW)
        move_imports(session, ANA.team, "E1")
        assert session.scalar(select(func.count()).select_from(OfferRow)) == 4
