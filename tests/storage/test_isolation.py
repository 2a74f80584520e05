"""A session reaches its owner's rows and no others, however carelessly it is asked."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from coaching.deal import Reply
from coaching.debrief import Draft
from storage.audit import By, Entry, Event
from storage.audit import record as record_entry
from storage.database import Database
from storage.drafts import start_draft
from storage.handover_tables import HandOverRow
from storage.handovers import offer_deals
from storage.imports import import_deals
from storage.isolation import NotTheirs, as_the_other, standing
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.outbox import put_step_end
from storage.owner import EVERYBODY, Owner
from storage.rep_choices import pause
from storage.reps import remember_zone
from storage.tables import (
    Base,
    DealRow,
    DebriefRow,
    LeftoverRow,
    NoteRow,
    NudgeRow,
    PauseRow,
    PlanRow,
    ReplyRow,
    ShareRow,
)
from storage.team_note_tables import TeamNoteRow
from storage.team_notes import choose_note, find_note
from storage.week_notes import want_week_note
from storage.workflow_steps import begin_step
from tests.storage.bound import BY_BOTH, BY_DEAL, BY_OWNER, BY_TEAM
from tests.storage.made import ANA, MONDAY, SAM, lose, record

OTHER_ANA = Owner("T0OTHER", ANA.rep)
"""The same person's id in another workspace."""
OWNERS = [ANA, SAM, OTHER_ANA]
OWNED = BY_OWNER + BY_DEAL


@pytest.fixture
def full(db: Database) -> Database:
    """Every table holds something of each owner."""
    for owner in OWNERS:
        with db.write(owner) as session:
            remember_zone(session, owner, "UTC", MONDAY)
            pause(session, owner, date(2026, 11, 2), date(2026, 11, 9))
            deal = lose(session, "Acme", owner)
            record(session, deal.id, owner).add_reply(Reply.TALKING_AGAIN, MONDAY, None)
            start_draft(session, owner, Draft(prospect="Half told"), MONDAY)
            session.add(_leftover(owner))
            begin_step(session, owner, f"Fx{owner.rep}", deal.id, MONDAY, MONDAY)
            want_week_note(session, owner, MONDAY)
            take_in(session, owner, OfferSource.HOOK, ReportedDeal(owner.rep, "Birch"), MONDAY)
            import_deals(session, owner, "0", [ReportedDeal("2", "Cope")], MONDAY)
            put_step_end(session, owner, f"Fx{owner.rep}", MONDAY, error="Nobody answered.")
            choose_note(session, owner, None, "C0", MONDAY)
            record_entry(session, Entry(MONDAY, Event.EXPORT, By.REP, owner.rep, owner.team, owner.rep))
            session.add(NoteRow(deal_id=deal.id, at=MONDAY, text="Heard", written_in="V1"))
            session.add(ShareRow(deal_id=deal.id, at=MONDAY, channel="C0", asked_in=f"V{deal.id}"))
    return db


def _leftover(owner: Owner) -> LeftoverRow:
    return LeftoverRow(team=owner.team, rep=owner.rep, channel="D0", ts="1.0", due_at=MONDAY)


@pytest.fixture
def anas(full: Database) -> Iterator[Session]:
    with full.write(ANA) as session:
        yield session


def test_every_table_with_somebodys_data_is_bound() -> None:
    free = {"workspaces", "seen", "slack_bots", "slack_oauth_states", "alembic_version"}
    bound = {table.__tablename__ for table in (*OWNED, *BY_TEAM, *BY_BOTH)}
    assert set(Base.metadata.tables) - bound <= free


@pytest.mark.parametrize("table", OWNED, ids=lambda table: str(table.__tablename__))
def test_a_forgotten_filter_finds_ones_own_alone(full: Database, table: type[Base]) -> None:
    with full.read(EVERYBODY) as session:
        everything = session.scalar(select(func.count()).select_from(table))
    counts = []
    for owner in OWNERS:
        with full.read(owner) as session:
            rows = session.scalars(select(table)).all()
            counts.append(session.scalar(select(func.count()).select_from(table)) or 0)
            assert len(rows) == counts[-1] > 0
    assert sum(counts) == everything


def test_a_statement_made_once_without_a_filter_is_bound_anew_to_each_who_executes_it(full: Database) -> None:
    for table in OWNED:
        once = standing(select(table))
        for owner in OWNERS:
            with full.read(owner) as session:
                assert session.scalars(once).all() == session.scalars(select(table)).all() != []
    once_for_all = standing(delete(DealRow))
    with full.write(ANA) as session:
        session.execute(once_for_all)
    for owner, left in zip(OWNERS, (0, 1, 1), strict=True):
        with full.read(owner) as session:
            assert session.scalar(select(func.count()).select_from(DealRow)) == left


@pytest.mark.parametrize("table", OWNED, ids=lambda table: str(table.__tablename__))
def test_a_forgotten_filter_deletes_ones_own_alone(full: Database, table: type[Base]) -> None:
    with full.write(ANA) as session:
        session.execute(delete(table))
        assert session.scalars(select(table)).all() == []
    for owner in (SAM, OTHER_ANA):
        with full.read(owner) as session:
            assert session.scalars(select(table)).all()


def test_a_forgotten_filter_changes_ones_own_alone(full: Database) -> None:
    with full.write(ANA) as session:
        session.execute(update(NudgeRow).values(status="broken"))
        session.execute(update(PlanRow).values(accepted=False))
    with full.read(SAM) as session:
        assert "broken" not in session.scalars(select(NudgeRow.status)).all()
        assert all(session.scalars(select(PlanRow.accepted)))


def test_somebody_elses_row_is_not_found_by_its_id(full: Database) -> None:
    with full.read(SAM) as session:
        theirs = session.scalars(select(DealRow.id)).one()
    with full.read(ANA) as session:
        assert session.get(DealRow, theirs) is None
        assert session.scalars(select(DealRow).where(DealRow.id == theirs)).all() == []


def test_subqueries_joins_and_relationships_are_bound_too(anas: Session) -> None:
    inside = select(DealRow).where(select(PlanRow.id).where(PlanRow.deal_id != DealRow.id).exists())
    assert anas.scalars(inside).all() == []
    assert anas.execute(select(DealRow.team, DebriefRow.id).join(DebriefRow, DebriefRow.id > 0)).all() == [
        (ANA.team, 1)
    ]
    (deal,) = anas.scalars(select(DealRow).options(selectinload(DealRow.plans)))
    assert {plan.deal_id for plan in deal.plans} == {deal.id}


def test_sessions_side_by_side_in_one_thread_see_each_their_own(full: Database) -> None:
    """Also what one of them loads only after the other has asked for something, or changed it."""
    with full.read(ANA) as anas, full.read(SAM) as sams:
        mine, theirs = anas.scalars(select(DealRow)).one(), sams.scalars(select(DealRow)).one()
        assert (mine.team, mine.rep, theirs.rep) == (ANA.team, ANA.rep, SAM.rep)
        assert {plan.deal_id for plan in mine.plans} == {mine.id}
        assert {plan.deal_id for plan in theirs.plans} == {theirs.id}
        anas.expire(mine)
        assert sams.scalars(select(DebriefRow.deal_id)).all() == [theirs.id]
        assert (mine.rep, {one.deal_id for one in mine.debriefs}) == (ANA.rep, {mine.id})
        assert anas.scalars(select(NoteRow.deal_id)).all() == [mine.id]
    with full.write(SAM) as sams:
        with full.read(ANA) as anas:
            anas.scalars(select(DealRow)).all()
        sams.execute(update(DealRow).values(prospect="Sam's"))
    with full.read(EVERYBODY) as session:
        renamed = session.scalars(select(DealRow.rep).where(DealRow.prospect == "Sam's")).all()
    assert renamed == [SAM.rep]


@pytest.mark.parametrize("owner", [SAM, OTHER_ANA])
def test_nothing_is_stored_for_somebody_else(full: Database, owner: Owner) -> None:
    for make in (
        lambda: PauseRow(team=owner.team, rep=owner.rep, since=date(2026, 11, 2), until=date(2026, 11, 9)),
        lambda: DealRow(team=owner.team, rep=owner.rep, prospect="X", prospect_key="x", made_at=MONDAY),
    ):
        with pytest.raises(NotTheirs), full.write(ANA) as session:
            session.add(make())


def test_another_workspace_s_note_is_nobody_s_here(full: Database) -> None:
    """Of the workspace's own everybody in it may know, and the newest choice holds."""
    with full.read(ANA) as session:
        assert find_note(session, OTHER_ANA.team, None) is None
        mine = find_note(session, ANA.team, None)
        assert mine is not None
        assert mine.owner == SAM
        assert [row.team for row in session.scalars(select(TeamNoteRow))] == [ANA.team]


def test_nothing_is_added_to_somebody_elses_deal(full: Database) -> None:
    with full.read(SAM) as session:
        theirs = session.scalars(select(DealRow.id)).one()
    with pytest.raises(NotTheirs), full.write(ANA) as session:
        session.add(ReplyRow(deal_id=theirs, at=MONDAY, reply=Reply.TALKING_AGAIN))


@pytest.fixture
def handed(full: Database) -> Database:
    """Ana hands over to Sam; in another workspace somebody of her id does to somebody else."""
    for owner, to in ((ANA, SAM.rep), (OTHER_ANA, "U0EVE")):
        with full.write(owner) as session:
            offer_deals(session, owner, to, MONDAY, tell=True)
    return full


@pytest.mark.parametrize("table", BY_BOTH, ids=lambda table: str(table.__tablename__))
def test_a_hand_over_is_found_by_both_of_it_and_by_nobody_else(handed: Database, table: type[Base]) -> None:
    found = {}
    for owner in (ANA, SAM, OTHER_ANA, Owner("T0OTHER", SAM.rep), Owner(ANA.team, "U0EVE")):
        with handed.read(owner) as session:
            found[owner] = {(row.team, row.from_rep) for row in session.scalars(select(table))}  # type: ignore[attr-defined]
    assert list(found.values()) == [{(ANA.team, ANA.rep)}] * 2 + [{("T0OTHER", ANA.rep)}, set(), set()]


@pytest.mark.parametrize("table", BY_BOTH, ids=lambda table: str(table.__tablename__))
def test_nobody_else_deletes_a_hand_over_or_stores_one(handed: Database, table: type[Base]) -> None:
    with handed.write(Owner(ANA.team, "U0EVE")) as session:
        session.execute(delete(table))
    with handed.read(EVERYBODY) as session:
        assert len({row.team for row in session.scalars(select(table))}) == 2  # type: ignore[attr-defined]
    with pytest.raises(NotTheirs), handed.write(ANA) as session:
        session.add(table(team=ANA.team, rep=SAM.rep, from_rep="U0EVE"))


def test_in_a_hand_over_a_session_is_the_others_for_as_long_as_it_is_said(handed: Database) -> None:
    with handed.write(SAM) as session:
        row = session.scalars(select(HandOverRow)).one()
        own = session.scalars(select(DealRow.id)).all()
        with as_the_other(session, row) as other:
            assert other == ANA
            theirs = session.scalars(select(DealRow)).one()
            assert theirs.rep == ANA.rep
        assert session.get(DealRow, theirs.id) is None, "nothing of theirs is at hand"
        assert session.scalars(select(DealRow.id)).all() == own
        with pytest.raises(ZeroDivisionError), as_the_other(session, row):
            raise ZeroDivisionError
        assert session.scalars(select(DealRow.id)).all() == own


def test_everybody_is_said_and_never_meant_by_forgetting(db: Database) -> None:
    with pytest.raises(TypeError):
        db.read()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        db.write()  # type: ignore[call-arg]
