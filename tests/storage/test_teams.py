"""Groups of a team: made once, gone when empty, and taken along into an organisation."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from coaching.team_numbers import Released, State
from storage.database import Database
from storage.joining import move_workspace
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_zone
from storage.tables import RepRow
from storage.team_tables import TeamGroupRow, TeamWeekRow
from storage.teams import belongs, count_in, group_called, groups_of, leave_team, newest_week

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
ANA, SAM, ZOE = Owner("T0TEST", "U0ANA"), Owner("T0TEST", "U0SAM"), Owner("E0ORG", "U0ZOE")


def joins(db: Database, owner: Owner, group: str | None) -> None:
    with db.write(owner) as session:
        remember_zone(session, owner, "UTC", NOW)
        count_in(session, owner, group_called(session, owner.team, group) if group else None, NOW)


def group_of(db: Database, owner: Owner) -> str | None:
    with db.read(owner) as session:
        mine = belongs(session, owner)
    return mine.group.name if mine and mine.group else None


def groups(db: Database, team: str) -> list[str]:
    with db.read(EVERYBODY) as session:
        return [group.name for group in groups_of(session, team)]


def test_who_joins_the_team_they_are_in_changes_nothing(db: Database) -> None:
    joins(db, ANA, "North")
    with db.write(ANA) as session:
        before = session.get_one(RepRow, (ANA.team, ANA.rep))
        before.team_part = "mark"
    joins(db, ANA, "north")
    with db.read(ANA) as session:
        assert session.get_one(RepRow, (ANA.team, ANA.rep)).team_part == "mark"


@pytest.mark.parametrize("other", ["South", None])
def test_in_another_team_nothing_of_theirs_has_been_shown_yet(db: Database, other: str | None) -> None:
    joins(db, ANA, "North")
    with db.write(ANA) as session:
        session.get_one(RepRow, (ANA.team, ANA.rep)).team_part = "mark"
    joins(db, ANA, other)
    with db.read(ANA) as session:
        assert session.get_one(RepRow, (ANA.team, ANA.rep)).team_part is None


def test_a_group_goes_with_the_last_who_is_in_it_and_its_numbers_too(db: Database) -> None:
    joins(db, ANA, "North")
    joins(db, SAM, "North")
    with db.write(EVERYBODY) as session:
        group = session.scalars(select(TeamGroupRow.id)).one()
        week = Released(date(2026, 11, 2), State.TOO_FEW)
        session.add(TeamWeekRow(team=ANA.team, group=group, week=week.week, released=week))
    with db.write(ANA) as session:
        assert leave_team(session, ANA, NOW)
    assert groups(db, ANA.team) == ["North"]
    with db.write(SAM) as session:
        leave_team(session, SAM, NOW)
    assert groups(db, ANA.team) == []
    with db.read(EVERYBODY) as session:
        assert session.scalars(select(TeamWeekRow)).all() == []


def test_into_an_organisation_people_take_their_group_along(db: Database) -> None:
    joins(db, ANA, "North")
    joins(db, SAM, "South")
    joins(db, ZOE, "north")
    with db.write(EVERYBODY) as session:
        move_workspace(session, ANA.team, ZOE.team, NOW, ())
    assert groups(db, ZOE.team) == ["north", "South"]
    assert [group_of(db, Owner(ZOE.team, one.rep)) for one in (ANA, SAM, ZOE)] == ["north", "South", "north"]
    assert groups(db, ANA.team) == []
    with db.read(EVERYBODY) as session:
        assert newest_week(session, ANA.team, None) is None


def test_one_workspace_finds_no_group_of_another(db: Database) -> None:
    joins(db, ANA, "North")
    joins(db, ZOE, "South")
    with db.read(ANA) as session:
        assert [group.name for group in groups_of(session, ZOE.team)] == []
        assert session.scalars(select(TeamGroupRow.name)).all() == ["North"]
