"""Runs of the workflow step: noted once, ended once, each with its offer and its rep."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.audit import By, Entry, Event
from storage.database import Database
from storage.deals import delete_all
from storage.joining import move_workspace, with_data
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY, Owner
from storage.records import SENT
from storage.step_tables import WorkflowStepRow
from storage.workflow_steps import (
    begin_step,
    end_steps,
    forget_ended_steps,
    knows_step,
    steps_in_vain,
)
from storage.workspaces import erase_some, mark_uninstalled
from tests.storage.made import ANA, MONDAY, SAM

LATER = MONDAY + timedelta(days=14)
OUTPUTS = {"kind": "not_now"}


def begin(session: Session, run: str = "Fx1", owner: Owner = ANA, record: str = "006") -> int:
    """A run about the record, and its offer."""
    offer_id = take_in(session, owner, OfferSource.STEP, ReportedDeal(record, "Acme"), MONDAY).offer_id
    begin_step(session, owner, run, offer_id, LATER, MONDAY)
    return offer_id


def ends(db: Database) -> dict[str, Any]:
    """What the outbox holds for Slack, by the run."""
    with db.read(EVERYBODY) as session:
        return {str(row.execution_id): row.data for row in session.scalars(select(OutboxRow))}


def rows(db: Database) -> list[WorkflowStepRow]:
    with db.read(EVERYBODY) as session:
        return list(session.scalars(select(WorkflowStepRow).order_by(WorkflowStepRow.id)))


def test_a_run_is_noted_once(db: Database) -> None:
    with db.write(ANA) as session:
        offer_id = begin(session)
        assert not begin_step(session, ANA, "Fx1", offer_id, LATER + timedelta(days=1), MONDAY)
        assert knows_step(session, ANA, "Fx1")
        assert not knows_step(session, ANA, "Fx2")
    assert [(row.execution_id, row.deadline, row.ended_at) for row in rows(db)] == [("Fx1", LATER, None)]


def test_a_run_of_somebody_else_is_known_in_its_workspace_alone_and_not_ended(db: Database) -> None:
    with db.write(ANA) as session:
        offer_id = begin(session)
    with db.write(SAM) as session:
        assert knows_step(session, SAM, "Fx1")
        assert not knows_step(session, Owner("T0OTHER", SAM.rep), "Fx1")
        assert end_steps(session, SAM, MONDAY, offer_id=offer_id, outputs=OUTPUTS) == 0
    assert ends(db) == {}


def test_all_runs_of_one_offer_end_with_it_and_once(db: Database) -> None:
    with db.write(ANA) as session:
        offer_id = begin(session)
        begin(session, "Fx2")
        begin(session, "Fx3", record="007")
        assert end_steps(session, ANA, MONDAY, offer_id=offer_id, outputs=OUTPUTS) == 2
        assert end_steps(session, ANA, MONDAY, offer_id=offer_id, error="Too late.") == 0
    assert ends(db) == {"Fx1": {"outputs": OUTPUTS}, "Fx2": {"outputs": OUTPUTS}}


def test_a_run_goes_along_with_an_offer_that_is_another_rep_s_now(db: Database) -> None:
    with db.write(ANA) as session:
        begin(session)
    with db.write(SAM) as session:
        offer_id = begin(session, "Fx2", SAM)
        assert end_steps(session, SAM, MONDAY, offer_id=offer_id, outputs=OUTPUTS) == 2
    assert set(ends(db)) == {"Fx1", "Fx2"}


def test_what_waited_for_long_enough_is_found_and_what_waits_for_nothing(db: Database) -> None:
    with db.write(ANA) as session:
        begin(session)
        begin_step(session, ANA, "Fx2", 99, LATER, MONDAY)
    with db.read(EVERYBODY) as session:
        early = [(step.execution_id, gone) for step, gone in steps_in_vain(session, MONDAY, 10)]
        late = [(step.execution_id, gone) for step, gone in steps_in_vain(session, LATER, 10)]
    assert early == [("Fx2", True)]
    assert late == [("Fx1", False), ("Fx2", True)]


def test_an_ended_run_is_forgotten_in_time_or_with_its_offer(db: Database) -> None:
    with db.write(ANA) as session:
        end_steps(session, ANA, MONDAY, offer_id=begin(session), outputs=OUTPUTS)
        begin(session, "Fx2", record="007")
        begin_step(session, ANA, "Fx3", 99, LATER, MONDAY)
        end_steps(session, ANA, MONDAY, execution_id="Fx3", error="Gone.")
    with db.write(EVERYBODY) as session:
        forget_ended_steps(session, MONDAY)
    assert [row.execution_id for row in rows(db)] == ["Fx1", "Fx2"]
    with db.write(EVERYBODY) as session:
        forget_ended_steps(session, MONDAY + timedelta(seconds=1))
    assert [row.execution_id for row in rows(db)] == ["Fx2"]


def test_who_deletes_everything_leaves_only_what_slack_is_still_to_be_told_of(db: Database) -> None:
    with db.write(ANA) as session:
        begin(session)
        end_steps(session, ANA, MONDAY, offer_id=begin(session, "Fx2", record="007"), outputs=OUTPUTS)
        end_steps(session, ANA, MONDAY, offer_id=begin(session, "Fx3", record="008"), outputs=OUTPUTS)
        session.execute(update(OutboxRow).where(OutboxRow.execution_id == "Fx3").values(status=SENT))
    with db.write(ANA) as session:
        delete_all(session, ANA)
    assert ends(db) == {}
    assert [(row.execution_id, row.ended_at) for row in rows(db)] == [("Fx1", None), ("Fx2", None)]
    with db.read(EVERYBODY) as session:
        assert all(gone for _, gone in steps_in_vain(session, MONDAY, 10))


def test_runs_go_with_their_workspace_and_into_its_organisation(db: Database) -> None:
    with db.write(ANA) as session:
        begin(session)
    with db.write(EVERYBODY) as session:
        assert with_data(session, [ANA.team]) == [ANA.team]
        move_workspace(session, ANA.team, "E0ORG", MONDAY, ())
    moved = Owner("E0ORG", ANA.rep)
    with db.write(moved) as session:
        assert knows_step(session, moved, "Fx1")
    with db.write(EVERYBODY) as session:
        mark_uninstalled(session, "E0ORG", MONDAY, MONDAY)
        erase_some(session, "E0ORG", 100, Entry(MONDAY, Event.ERASE, By.BOT, team="E0ORG"))
    assert rows(db) == []
