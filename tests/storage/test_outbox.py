"""The outbox: what is put there with the change it tells of, and what goes when its deal or its rep does."""

import contextlib
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.database import Database
from storage.deals import delete_all, delete_deal
from storage.hooks import Direction, add_hook, remove_hook
from storage.hooks_out import stop_hook
from storage.offer_answers import settle_debriefed
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.outbox import Happened, empty_outbox_of_team, put_events, put_step_end
from storage.outbox_tables import EventName, OutboxRow, Target
from storage.owner import EVERYBODY, Owner
from storage.records import SENT
from storage.rep_choices import send_words_along
from storage.reps import find_rep, remember_zone
from storage.secrets import Vault, new_key
from storage.step_tables import WorkflowStepRow
from tests.storage.made import ANA, MONDAY, SAM, lose

VAULT = Vault([new_key()])
DEBRIEFED = {"kind": "not_now"}
OUTPUTS = {"kind": "not_now", "verdict": "follow_up"}


def hook(db: Database, *events: str, team: str = ANA.team, direction: Direction = Direction.OUT) -> int:
    with db.write(EVERYBODY) as session:
        return add_hook(session, VAULT, team, direction, MONDAY, url="https://a.example", events=events)[0]


def put(session: Session, owner: Owner = ANA, *events: EventName) -> int:
    deal = lose(session, owner=owner)
    told = [Happened(deal.id, event, DEBRIEFED) for event in events or (EventName.DEBRIEFED,)]
    put_events(session, owner, told, MONDAY)
    return deal.id


def outbox(db: Database) -> list[OutboxRow]:
    with db.read(EVERYBODY) as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def test_an_event_is_a_row_for_each_hook_under_an_id_of_its_own(db: Database) -> None:
    hooks = (hook(db, "debriefed", "outcome"), hook(db, "debriefed"))
    with db.write(ANA) as session:
        deal_id = put(session)
    one, other = outbox(db)
    assert (one.hook_id, other.hook_id) == hooks
    assert {(row.deal_id, row.event, row.target) for row in (one, other)} == {
        (deal_id, EventName.DEBRIEFED, Target.HOOK)
    }
    assert one.data == other.data == DEBRIEFED
    assert one.public_id != other.public_id
    assert one.public_id.startswith("msg_")


def test_only_hooks_that_are_on_and_asked_for_it_are_told(db: Database) -> None:
    wants, removed, stopped = (hook(db, "replied") for _ in range(3))
    hook(db, "debriefed", "outcome")
    hook(db, "replied", team="T0OTHER")
    hook(db, "replied", direction=Direction.IN)
    with db.write(EVERYBODY) as session:
        remove_hook(session, removed, MONDAY)
        stop_hook(session, stopped, MONDAY)
    with db.write(ANA) as session:
        put(session, ANA, EventName.REPLIED)
    assert [row.hook_id for row in outbox(db)] == [wants]


def test_events_of_one_change_are_kept_in_the_order_in_which_they_happened(db: Database) -> None:
    hook(db, "outcome", "replied")
    hook(db, "replied", "outcome")
    with db.write(ANA) as session:
        put(session, ANA, EventName.REPLIED, EventName.OUTCOME)
    told = [(row.event, row.hook_id) for row in outbox(db)]
    assert told == [("replied", 1), ("replied", 2), ("outcome", 1), ("outcome", 2)]


@pytest.mark.parametrize("on", [True, False])
def test_a_rep_is_read_with_whether_somebody_is_told(db: Database, on: bool) -> None:
    hook_id = hook(db, "outcome")
    with db.write(EVERYBODY) as session:
        remember_zone(session, ANA, "UTC", MONDAY)
        if not on:
            remove_hook(session, hook_id, MONDAY)
    with db.read(ANA) as session:
        rep = find_rep(session, ANA)
    assert rep is not None
    assert rep.tells_somebody is on


def test_who_sends_no_words_along_any_more_takes_them_out_of_what_waits_and_what_is_kept(
    db: Database,
) -> None:
    words = {"prospect": "Dana", "words": "Not now", "lesson": "Ask"}
    hook(db, "debriefed", "replied")
    for owner in (ANA, SAM):
        with db.write(owner) as session:
            deal_id = lose(session, owner=owner).id
            told = [Happened(deal_id, event, DEBRIEFED | words) for event in EventName]
            put_events(session, owner, told, MONDAY)
            put_step_end(session, owner, f"Fx{owner.rep}", MONDAY, outputs=OUTPUTS)
    with db.write(EVERYBODY) as session:
        session.execute(update(OutboxRow).where(OutboxRow.event == EventName.REPLIED).values(status=SENT))
    with db.write(ANA) as session:
        send_words_along(session, ANA, MONDAY)
        assert {row.data.get("words") for row in session.scalars(select(OutboxRow))} == {"Not now", None}
        send_words_along(session, ANA, None)
    blank, end = DEBRIEFED | dict.fromkeys(words), {"outputs": OUTPUTS}
    assert [row.data for row in outbox(db) if row.rep == ANA.rep] == [blank, blank, end]
    assert [row.data for row in outbox(db) if row.rep == SAM.rep] == [DEBRIEFED | words] * 2 + [end]


def test_nothing_is_told_of_a_change_that_was_not_stored(db: Database) -> None:
    hook(db, "debriefed")
    with contextlib.suppress(ZeroDivisionError), db.write(ANA) as session:
        put(session)
        session.info["broken"] = 1 / 0
    assert outbox(db) == []


@pytest.mark.parametrize("end", [{"outputs": OUTPUTS}, {"error": "Nobody answered."}])
def test_a_step_ends_once_and_the_first_end_holds(db: Database, end: dict[str, Any]) -> None:
    with db.write(ANA) as session:
        put_step_end(session, ANA, "Fx1", MONDAY, **end)
        put_step_end(session, ANA, "Fx1", MONDAY, error="Too late.")
        put_step_end(session, ANA, "Fx2", MONDAY, error="Another one.")
    first, second = outbox(db)
    assert (first.execution_id, first.target, first.data) == ("Fx1", Target.STEP, end)
    assert second.execution_id == "Fx2"


@pytest.mark.parametrize("end", [{}, {"outputs": OUTPUTS, "error": "Both."}])
def test_a_step_ends_one_way_or_the_other(db: Database, end: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="outputs, or with an error"), db.write(ANA) as session:
        put_step_end(session, ANA, "Fx1", MONDAY, **end)


def test_what_waits_about_a_deleted_deal_goes_with_it(db: Database) -> None:
    hook(db, "debriefed")
    with db.write(ANA) as session:
        deal_id = put(session)
    with db.write(SAM) as session:
        put(session, SAM)
    with db.write(ANA) as session:
        delete_deal(session, ANA, deal_id)
    assert [row.rep for row in outbox(db)] == [SAM.rep]


def test_whoever_deletes_everything_leaves_nothing_to_be_told(db: Database) -> None:
    hook(db, "debriefed")
    for owner in (ANA, SAM):
        with db.write(owner) as session:
            put(session, owner)
            put_step_end(session, owner, f"Fx{owner.rep}", MONDAY, outputs=OUTPUTS)
    with db.write(ANA) as session:
        delete_all(session, ANA)
    assert {row.rep for row in outbox(db)} == {SAM.rep}


def test_a_workspaces_outbox_goes_with_it_and_no_others(db: Database) -> None:
    other = Owner("T0OTHER", ANA.rep)
    for owner in (ANA, other):
        hook(db, "debriefed", team=owner.team)
        with db.write(owner) as session:
            put(session, owner)
    with db.write(EVERYBODY) as session:
        empty_outbox_of_team(session, ANA.team)
    assert [row.team for row in outbox(db)] == [other.team]


def test_a_deal_has_a_public_id_that_nobody_else_has(db: Database) -> None:
    with db.write(ANA) as session:
        one, other = lose(session, "Acme"), lose(session, "Birch")
    assert one.public_id
    assert other.public_id
    assert one.public_id != other.public_id


@pytest.mark.parametrize(
    ("source", "external_id", "told"),
    [
        (OfferSource.HOOK, "006-1", "006-1"),
        (OfferSource.STEP, "006-1", "006-1"),
        (OfferSource.STEP, "Fx1", None),
        (OfferSource.IMPORT, "1-17", None),
    ],
)
def test_a_hook_is_told_the_id_of_the_system_that_told_of_the_deal_and_no_made_up_one(
    db: Database, source: OfferSource, external_id: str, told: str | None
) -> None:
    hook(db, "debriefed")
    with db.write(ANA) as session:
        deal_id = lose(session).id
        offer_id = take_in(session, ANA, source, ReportedDeal(external_id, "Acme"), MONDAY).offer_id
        settle_debriefed(session, ANA, offer_id, deal_id, MONDAY)
        if source is OfferSource.STEP:
            run = {"execution_id": "Fx1", "offer_id": offer_id, "began_at": MONDAY, "deadline": MONDAY}
            session.add(WorkflowStepRow(team=ANA.team, rep=ANA.rep, **run))
        put_events(session, ANA, [Happened(deal_id, EventName.DEBRIEFED, DEBRIEFED)], MONDAY)
    assert [row.external_id for row in outbox(db)] == [told]
