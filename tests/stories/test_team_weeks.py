"""A team's numbers are made once a week, by one process, of those who count in."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from threading import Thread

from sqlalchemy import func, select, update

from coaching.kinds import Kind
from coaching.team_numbers import Period, State, Table
from handlers.delivery.team_weeks import make_team_weeks
from handlers.slack.context import Services
from storage.audit import By, Entry, Event
from storage.database import Database
from storage.lease import LEASE_TIME, lease_now
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow, RepRow
from storage.team_tables import TeamGroupRow, TeamWeekRow
from storage.team_weeks import Team, claim_week, teams_to_make
from storage.teams import leave_team
from storage.workspaces import erase_some
from tests.rig import TEAM, Rig
from tests.storage.made import lose
from tests.stories.scenes import delete_everything
from tests.stories.teams import FIVE, LEFT_OUT, a_team, joins, loses, released, week_passes


def made(rig: Rig, services: Services | None = None) -> int:
    return make_team_weeks(services or rig.services, lambda: False, lambda: None)


def weeks(rig: Rig) -> int:
    with rig.db.read(EVERYBODY) as session:
        return session.scalar(select(func.count()).select_from(TeamWeekRow)) or 0


def test_a_row_a_team_and_week(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig)
    week_passes(rig)
    assert made(rig) == 0
    (first,) = released(rig)
    assert (first.week, first.state, first.people) == (date(2026, 11, 9), State.NEW, 5)
    week_passes(rig)
    assert [one.week for one in released(rig)] == [date(2026, 11, 9), date(2026, 11, 16)]


def test_the_numbers_are_counts_and_nothing_else(each_rig: Rig) -> None:
    rig = each_rig
    a_team(rig)
    week_passes(rig)
    year = released(rig)[0].numbers[Period.YEAR]
    assert year[Table.KIND] == {Kind.NOT_NOW: 15, Kind.NO_BUDGET: 5}
    assert year[Table.CAME] == {Kind.NOT_NOW: 5, Kind.NO_BUDGET: 0}
    with rig.db.read(EVERYBODY) as session:
        kept = str(session.execute(select(TeamWeekRow.released)).all())
    assert not any(rep in kept for rep in FIVE)


def test_nobody_counts_who_has_not_chosen_to(rig: Rig) -> None:
    a_team(rig)
    loses(rig, "U0ZOE", *[Kind.NO_FIT] * 6)
    week_passes(rig)
    assert sum(released(rig)[0].numbers[Period.YEAR][Table.STAGE].values()) == 20


def test_a_deal_whose_lot_leaves_it_out_is_in_no_number(rig: Rig) -> None:
    a_team(rig)
    for rep in FIVE:
        loses(rig, rep, Kind.NO_FIT, lot=LEFT_OUT)
    week_passes(rig)
    assert Kind.NO_FIT not in released(rig)[0].numbers[Period.YEAR][Table.KIND]


def test_groups_are_counted_each_by_itself_and_apart_from_the_workspace(each_rig: Rig) -> None:
    rig = each_rig
    a_team(rig)
    a_team(rig, [f"U1{name}" for name in ("A", "B", "C", "D", "E", "F")], "North")
    week_passes(rig)
    with rig.db.read(EVERYBODY) as session:
        north = session.scalars(select(TeamGroupRow.id)).one()
    assert released(rig)[0].people == 5
    assert released(rig, north)[0].people == 6


def test_who_left_is_out_of_the_next_numbers(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig, [*FIVE, "U0FAY"])
    week_passes(rig)
    with rig.db.write(Owner(TEAM, "U0FAY")) as session:
        leave_team(session, Owner(TEAM, "U0FAY"), rig.clock.now())
    week_passes(rig)
    assert (released(rig)[1].state, released(rig)[1].numbers) == (State.TOO_FEW, {})
    for rep in FIVE[:2]:
        loses(rig, rep, Kind.NO_FIT)
    week_passes(rig)
    again = released(rig)[2]
    assert (again.state, again.people) == (State.NEW, 5)
    assert again.numbers[Period.YEAR][Table.KIND][Kind.NOT_NOW] == 15


def test_who_deleted_everything_is_out_of_the_next_numbers(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig, [*FIVE, "U0FAY"])
    week_passes(rig)
    rig.ana.open_home()
    delete_everything(rig.ana)
    week_passes(rig)
    assert released(rig)[1].numbers == {}


def test_who_deleted_one_deal_takes_it_out_of_what_is_shown(each_rig: Rig) -> None:
    rig = each_rig
    a_team(rig)
    week_passes(rig)
    with rig.db.write(EVERYBODY) as session:
        gone = session.scalars(select(DealRow.id).where(DealRow.rep == "U0BEA")).first()
        session.delete(session.get_one(DealRow, gone))
    week_passes(rig)
    assert released(rig)[1].numbers == {}


def test_one_persons_debrief_changes_nothing_that_is_shown(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig)
    week_passes(rig)
    loses(rig, "U0BEA", Kind.NOT_NOW)
    week_passes(rig)
    first, second = released(rig)
    assert (second.state, second.as_of, second.numbers) == (State.HELD, first.week, first.numbers)


def test_two_processes_at_once_make_one_row(each_rig: Rig) -> None:
    rig = each_rig
    a_team(rig)
    rig.clock.move(days=7)
    with closing(Database(rig.db.url)) as other:
        both = (rig.services, replace(rig.services, db=other))
        threads = [Thread(target=made, args=(rig, services)) for services in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert weeks(rig) == len(released(rig)) == 1


def test_what_a_dead_process_had_claimed_is_made_once_the_claim_has_run_out(each_rig: Rig) -> None:
    rig = each_rig
    a_team(rig)
    rig.clock.move(days=7)
    with rig.db.write(EVERYBODY) as session:
        assert claim_week(session, Team(TEAM, None), date(2026, 11, 9))
    assert made(rig) == 0
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(TeamWeekRow).values(claimed_until=lease_now(session) - LEASE_TIME))
    assert made(rig) == 1


def test_a_team_that_failed_is_tried_again_after_the_others(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig)
    joins(rig, ("U1A",), "North")
    week = date(2026, 11, 9)
    with rig.db.write(EVERYBODY) as session:
        first, second = teams_to_make(session, week)
        assert claim_week(session, first, week)
        assert teams_to_make(session, week) == [second, first]


def test_a_workspace_that_is_erased_leaves_no_group_and_no_number(each_rig: Rig) -> None:
    rig = each_rig
    joins(rig, FIVE, "North")
    a_team(rig, ("U1A", "U1B"))
    week_passes(rig)
    with rig.db.write(EVERYBODY) as session:
        assert not erase_some(session, TEAM, 1000, Entry(rig.clock.now(), Event.ERASE, By.BOT, team=TEAM))
    with rig.db.read(EVERYBODY) as session:
        for table in (TeamGroupRow, TeamWeekRow, RepRow):
            assert session.scalars(select(table)).all() == []


def test_every_deal_draws_a_lot_of_its_own(each_rig: Rig) -> None:
    owner = Owner(TEAM, "U0ANA")
    with each_rig.db.write(owner) as session:
        for number in range(60):
            lose(session, f"Deal {number}", owner, each_rig.clock.now(), kind=Kind.NOT_NOW)
    with each_rig.db.read(EVERYBODY) as session:
        lots = list(session.scalars(select(DealRow.lot)))
    assert set(lots) <= set(range(100))
    assert len(set(lots)) > 20
