"""Offers: one for each id of a source, brought up to date until it is debriefed, each its rep's own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.deals import delete_all, delete_deal
from storage.export import export_own
from storage.joining import move_workspace
from storage.leftovers import due_leftovers, leave_for_taking_back
from storage.offer_answers import (
    answer_later,
    answer_not_mine,
    resume_offers,
    settle_debriefed,
    stop_offers,
)
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import ReportedDeal, count_waiting, find_offer, offers_in_message
from storage.offers_in import Taken, TakenAs, standing_of, take_in
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow
from tests.storage.made import ANA, MONDAY, SAM, lose

ACME = ReportedDeal(
    "006-1",
    "Dana Reyes",
    company="Acme",
    lost_on=date(2026, 10, 30),
    reason="Not this year",
    amount="12,000 EUR",
    url="https://crm.example/006-1",
)


def take(
    db: Database,
    deal: ReportedDeal = ACME,
    owner: Owner = ANA,
    source: OfferSource = OfferSource.HOOK,
    origin: str = "1",
) -> Taken:
    with db.write(owner) as session:
        return take_in(session, owner, source, deal, MONDAY, origin)


def found(db: Database, offer_id: int, owner: Owner = ANA) -> OfferStatus | None:
    with db.read(owner) as session:
        offer = find_offer(session, owner, offer_id)
    return offer.status if offer else None


def debriefed(db: Database, offer_id: int) -> int:
    with db.write(ANA) as session:
        deal = lose(session)
        settle_debriefed(session, ANA, offer_id, deal.id, MONDAY)
        return deal.id


def test_what_is_told_the_first_time_is_new_and_all_of_it_is_kept(db: Database) -> None:
    taken = take(db)
    assert taken.state is TakenAs.NEW
    with db.read(ANA) as session:
        offer = find_offer(session, ANA, taken.offer_id)
    assert offer is not None
    assert (offer.deal, offer.status, offer.due_at) == (ACME, OfferStatus.WAITING, MONDAY)


def test_the_same_again_changes_nothing(db: Database) -> None:
    first = take(db)
    assert take(db) == Taken(first.offer_id, TakenAs.UNCHANGED)


def test_the_same_id_with_other_words_brings_it_up_to_date(db: Database) -> None:
    first = take(db)
    told = replace(ACME, reason="Chose another", amount=None)
    assert take(db, told) == Taken(first.offer_id, TakenAs.UPDATED)
    with db.read(ANA) as session:
        offer = find_offer(session, ANA, first.offer_id)
    assert offer
    assert offer.deal == told


def test_what_is_debriefed_changes_no_more(db: Database) -> None:
    first = take(db)
    debriefed(db, first.offer_id)
    told = take(db, replace(ACME, prospect="Somebody else"), owner=SAM)
    assert told == Taken(first.offer_id, TakenAs.ALREADY_DEBRIEFED)
    with db.read(ANA) as session:
        offer = find_offer(session, ANA, first.offer_id)
    assert offer
    assert offer.deal == ACME


def test_the_same_id_of_another_source_hook_or_workspace_is_another_deal(db: Database) -> None:
    ids = {
        take(db).offer_id,
        take(db, origin="2").offer_id,
        take(db, source=OfferSource.STEP).offer_id,
        take(db, owner=Owner("T0OTHER", ANA.rep)).offer_id,
    }
    assert len(ids) == 4


def test_told_of_another_rep_it_is_theirs_and_leaves_the_first_one_s_dm(db: Database) -> None:
    first, beside = take(db), take(db, replace(ACME, external_id="006-2"))
    with db.write(EVERYBODY) as session:
        for row in session.scalars(select(OfferRow)):
            row.status, row.channel, row.message_ts = OfferStatus.OFFERED, "D0ANA", "1.0"
    assert take(db, owner=SAM) == Taken(first.offer_id, TakenAs.UPDATED)
    assert found(db, first.offer_id) is None
    assert found(db, first.offer_id, SAM) is OfferStatus.WAITING
    with db.read(EVERYBODY) as session:
        (left,) = due_leftovers(session, MONDAY, 10)
    assert (left.owner, left.channel, left.ts) == (ANA, "D0ANA", "1.0")
    with db.read(ANA) as session:
        assert [one.id for one in offers_in_message(session, ANA, "D0ANA", "1.0")] == [beside.offer_id]


def test_how_it_stands_is_told_without_changing_it(db: Database) -> None:
    first = take(db)
    with db.read(EVERYBODY) as session:
        told = standing_of(session, ANA.team, OfferSource.HOOK, "006-1", "1")
        assert told == Taken(first.offer_id, TakenAs.UNCHANGED)
        assert standing_of(session, ANA.team, OfferSource.HOOK, "006-1", "2") is None
        assert standing_of(session, ANA.team, OfferSource.HOOK, "006-2", "1") is None
    debriefed(db, first.offer_id)
    with db.read(EVERYBODY) as session:
        told = standing_of(session, ANA.team, OfferSource.HOOK, "006-1", "1")
    assert told
    assert told.state is TakenAs.ALREADY_DEBRIEFED


def test_not_mine_and_later_do_not_reach_what_is_debriefed(db: Database) -> None:
    first = take(db)
    debriefed(db, first.offer_id)
    with db.write(ANA) as session:
        answer_not_mine(session, ANA, first.offer_id, MONDAY)
        answer_later(session, ANA, first.offer_id, MONDAY, MONDAY)
    assert found(db, first.offer_id) is OfferStatus.DEBRIEFED


def test_later_is_due_then_and_not_mine_never(db: Database) -> None:
    later, mine = take(db), take(db, replace(ACME, external_id="2"))
    tomorrow = MONDAY + timedelta(days=1)
    with db.write(ANA) as session:
        first = answer_later(session, ANA, later.offer_id, tomorrow, MONDAY)
        second = answer_not_mine(session, ANA, mine.offer_id, MONDAY)
    assert first
    assert (first.status, first.due_at) == (OfferStatus.LATER, tomorrow)
    assert second
    assert (second.status, second.due_at) == (OfferStatus.NOT_MINE, None)


def test_another_rep_reaches_nothing_of_it(db: Database) -> None:
    first = take(db)
    with db.write(SAM) as session:
        assert find_offer(session, SAM, first.offer_id) is None
        assert answer_not_mine(session, SAM, first.offer_id, MONDAY) is None
        assert answer_later(session, SAM, first.offer_id, MONDAY, MONDAY) is None
    assert found(db, first.offer_id) is OfferStatus.WAITING


def test_an_import_is_stopped_and_goes_on(db: Database) -> None:
    lines = [
        take(db, replace(ACME, external_id=f"7:{n}"), source=OfferSource.IMPORT).offer_id for n in (1, 2)
    ]
    with db.write(ANA) as session:
        assert stop_offers(session, ANA, ["7:1", "7:2", "8:1"], MONDAY) == 2
    assert {found(db, one) for one in lines} == {OfferStatus.STOPPED}
    with db.write(ANA) as session:
        assert resume_offers(session, ANA, ["7:1", "7:2"], MONDAY, lambda at, _is_first: at) == 2
    with db.read(EVERYBODY) as session:
        assert count_waiting(session) == {OfferStatus.WAITING: 2}


def test_a_deleted_deal_takes_its_offer_along(db: Database) -> None:
    deal_id = debriefed(db, take(db).offer_id)
    with db.write(ANA) as session:
        delete_deal(session, ANA, deal_id)
    with db.read(EVERYBODY) as session:
        assert session.scalar(select(func.count()).select_from(OfferRow)) == 0


def test_deleting_everything_deletes_offers_and_takes_their_messages_back(db: Database) -> None:
    first, other = take(db), take(db, replace(ACME, external_id="2"), owner=SAM)
    with db.write(EVERYBODY) as session:
        row = session.get_one(OfferRow, first.offer_id)
        row.channel, row.message_ts = "D0ANA", "1.0"
    with db.write(ANA) as session:
        assert leave_for_taking_back(session, ANA, MONDAY) == 1
        delete_all(session, ANA)
    assert found(db, first.offer_id) is None
    assert found(db, other.offer_id, SAM) is OfferStatus.WAITING


@pytest.mark.parametrize(
    ("source", "origins"), [(OfferSource.HOOK, ("1", "2")), (OfferSource.STEP, (ANA.team, "T0OTHER"))]
)
def test_a_workspace_that_joins_an_organisation_brings_its_offers_beside_those_of_the_same_ids(
    db: Database, source: OfferSource, origins: tuple[str, str]
) -> None:
    here, other = origins
    mine = take(db, source=source, origin=here)
    there = take(db, owner=Owner("E0", ANA.rep), source=source, origin=other)
    debriefed(db, mine.offer_id)
    with db.write(EVERYBODY) as session:
        move_workspace(session, ANA.team, "E0", MONDAY, ())
    with db.read(EVERYBODY) as session:
        rows = session.execute(
            select(OfferRow.id, OfferRow.team, OfferRow.status).order_by(OfferRow.id)
        ).all()
    assert [tuple(row) for row in rows] == [
        (mine.offer_id, "E0", OfferStatus.DEBRIEFED),
        (there.offer_id, "E0", OfferStatus.WAITING),
    ]
    again = take(db, owner=Owner("E0", ANA.rep), source=source, origin=here)
    assert again == Taken(mine.offer_id, TakenAs.ALREADY_DEBRIEFED)


@pytest.mark.parametrize(
    ("prospect", "company", "name"),
    [("Dana", "Acme", "Dana, Acme"), ("Dana, ACME Inc", "Acme", "Dana, ACME Inc"), ("Dana", None, "Dana")],
)
def test_a_company_is_part_of_the_name_once(prospect: str, company: str | None, name: str) -> None:
    assert ReportedDeal("1", prospect, company).full_name == name


@pytest.mark.parametrize(("company", "said"), [("ING", False), ("c++ ag", True), ("meier (C++", True)])
def test_a_company_inside_another_word_is_not_said_yet(company: str, said: bool) -> None:
    name = "Ingrid Meier (C++ AG)"
    assert ReportedDeal("1", name, company).full_name == (name if said else f"{name}, {company}")


def test_a_rep_s_export_tells_what_was_told_of_them(db: Database) -> None:
    take(db)
    take(db, owner=SAM, deal=replace(ACME, external_id="2", prospect="Not Ana's"))
    with db.write(ANA) as session:
        session.get_one(DealRow, lose(session).id).url = "https://crm.example/1"
    with db.read(ANA) as session:
        deal, offer = export_own(session, ANA)
    assert (deal["url"], deal["offer"]) == ("https://crm.example/1", None)
    assert (offer["prospect"], offer["words"], offer["offer"]) == (
        "Dana Reyes, Acme",
        "Not this year",
        "waiting",
    )
