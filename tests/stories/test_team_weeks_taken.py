"""A deal that is taken over has an old no: it does not stand in for one that its new rep has deleted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from coaching.kinds import Kind
from coaching.team_numbers import State
from handlers.deals.hand_over import take_offer
from storage.handover_tables import HandedDealRow
from storage.handovers import offer_deals
from storage.owner import EVERYBODY
from storage.tables import DealRow
from storage.team_tables import TeamWeekRow
from storage.teams import leave_team
from tests.rig import SAM, Rig
from tests.stories.handing_over import LEAVES, TAKES
from tests.stories.teams import FIVE, a_team, joins, loses, released, week_passes


def a_team_beside(rig: Rig) -> list[int]:
    """Sam counts in with four others, and Ana does not: her deals that are on offer."""
    joins(rig, [FIVE[0]])
    a_team(rig, (*FIVE[1:], SAM.id))
    with rig.db.write(LEAVES) as session:
        leave_team(session, LEAVES, rig.clock.now())
    return loses(rig, FIVE[0], Kind.NOT_NOW, Kind.NO_BUDGET, Kind.NO_BUDGET)


def takes(rig: Rig, many: int) -> None:
    """Sam has so many of Ana's lost deals from now on."""
    with rig.db.write(LEAVES) as session:
        offer_deals(session, LEAVES, SAM.id, rig.clock.now(), tell=False)
    with rig.db.read(EVERYBODY) as session:
        on_offer = session.scalars(select(HandedDealRow.id).order_by(HandedDealRow.id)).all()
    for handed in on_offer[:many]:
        take_offer(rig.services, TAKES, handed, with_card=False)


def deletes(rig: Rig, rep: str, many: int) -> None:
    """Their oldest deals."""
    with rig.db.write(EVERYBODY) as session:
        gone = session.scalars(select(DealRow).where(DealRow.rep == rep).order_by(DealRow.id).limit(many))
        for deal in gone.all():
            session.delete(deal)


def states(rig: Rig) -> Sequence[State]:
    return [one.state for one in released(rig)]


@pytest.mark.parametrize("many", [1, 2])
def test_what_was_deleted_is_gone_though_as_many_were_taken_over(each_rig: Rig, many: int) -> None:
    rig = each_rig
    a_team_beside(rig)
    week_passes(rig)
    deletes(rig, SAM.id, many)
    takes(rig, many)
    week_passes(rig)
    assert states(rig) == [State.NEW, State.TOO_FEW]
    assert released(rig)[1].numbers == {}


def test_it_is_gone_though_the_one_who_handed_over_has_deleted_everything(some_rig: Rig) -> None:
    """By then nothing tells any more that the deal was taken over."""
    rig = some_rig
    a_team_beside(rig)
    week_passes(rig)
    deletes(rig, SAM.id, 1)
    takes(rig, 1)
    deletes(rig, FIVE[0], 3)
    week_passes(rig)
    assert states(rig) == [State.NEW, State.TOO_FEW]


def test_who_has_only_taken_one_over_keeps_the_numbers_as_they_are(some_rig: Rig) -> None:
    rig = some_rig
    a_team_beside(rig)
    week_passes(rig)
    takes(rig, 1)
    week_passes(rig)
    first, second = released(rig)
    assert (second.state, second.numbers) == (State.HELD, first.numbers)


def test_what_was_taken_over_before_counts_until_it_is_deleted(some_rig: Rig) -> None:
    rig = some_rig
    a_team_beside(rig)
    takes(rig, 1)
    week_passes(rig)
    week_passes(rig)
    assert states(rig) == [State.NEW, State.NEW]
    with rig.db.write(EVERYBODY) as session:
        taken = session.scalars(
            select(DealRow).where(DealRow.rep == SAM.id).order_by(DealRow.id.desc())
        ).first()
        session.delete(taken)
    week_passes(rig)
    assert states(rig)[-1] is State.TOO_FEW


def test_numbers_that_were_kept_before_deals_had_a_number_in_them_go_on(some_rig: Rig) -> None:
    rig = some_rig
    a_team_beside(rig)
    week_passes(rig)
    kept = replace(released(rig)[0], newest=None)
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(TeamWeekRow).values(released=kept))
    week_passes(rig)
    assert states(rig) == [State.NEW, State.NEW]
