"""Who counts in with which team: the workspace, or a named group of it that exists while somebody is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from coaching.plain_text import name_key, name_of
from coaching.team_numbers import Released
from storage.owner import Owner, of_owner
from storage.rep_row import change_rep
from storage.tables import RepRow
from storage.team_note_tables import TeamNoteRow, TeamPlaybookRow
from storage.team_notes import stop_notes_chosen_by
from storage.team_playbooks import stop_looking_after
from storage.team_tables import WORKSPACE, TeamGroupRow, TeamWeekRow
from storage.upsert import insert_into

_GROUPS: Any = TeamGroupRow.__table__
_OF_A_GROUP: Any = tuple(table.__table__ for table in (TeamWeekRow, TeamNoteRow, TeamPlaybookRow))
_REPS: Any = RepRow.__table__


@dataclass(frozen=True)
class Group:
    """A named group of a workspace."""

    id: int
    name: str


@dataclass(frozen=True)
class Belongs:
    """The team that a rep counts in with; `group` is None for the workspace."""

    since: datetime
    group: Group | None

    @property
    def group_id(self) -> int | None:
        return self.group.id if self.group else None


def groups_of(session: Session, team: str) -> Sequence[Group]:
    """In the order of their names."""
    query = select(TeamGroupRow).where(TeamGroupRow.team == team).order_by(TeamGroupRow.name_key)
    return [Group(row.id, row.name) for row in session.scalars(query)]


def belongs(session: Session, owner: Owner) -> Belongs | None:
    """None for whoever does not count in."""
    query = (
        select(RepRow.counts_in_at, TeamGroupRow)
        .outerjoin(TeamGroupRow, (TeamGroupRow.id == RepRow.team_group) & (TeamGroupRow.team == RepRow.team))
        .where(of_owner(RepRow, owner), RepRow.counts_in_at.is_not(None))
    )
    found = session.execute(query).first()
    since, row = (found[0], found[1]) if found else (None, None)
    if since is None:
        return None
    return Belongs(since, Group(row.id, row.name) if row else None)


def group_called(session: Session, team: str, name: str) -> Group:
    """The group of that name, made where there is none: two may make the same at once."""
    made = insert_into(session, _GROUPS).values(team=team, name=name_of(name), name_key=name_key(name))
    # One that is there is held until this transaction ends: nobody takes it away as empty meanwhile.
    held = made.on_conflict_do_update(
        index_elements=["team", "name_key"], set_={"name_key": name_key(name)}
    ).returning(_GROUPS.c.id, _GROUPS.c.name)
    found = session.connection().execute(held).one()
    return Group(found.id, found.name)


def count_in(session: Session, owner: Owner, group: Group | None, now: datetime) -> None:
    """From the next numbers on, with this team and no other. Who is in it already stays so since when they were.

    A group that nobody is in any more since it was chosen is the workspace.
    """
    mine = of_owner(RepRow, owner)
    there_still = select(TeamGroupRow.id).where(TeamGroupRow.id == (group.id if group else None))
    wanted = session.scalars(there_still.with_for_update()).one_or_none() if group else None
    there = RepRow.counts_in_at.is_not(None) & RepRow.team_group.is_not_distinct_from(wanted)
    new = session.execute(
        update(RepRow)
        .where(mine, ~there)
        .values(counts_in_at=now, team_group=wanted, team_answered_at=now, team_part=None, team_deals=None)
        .returning(RepRow.rep)
    )
    if new.first():
        give_up_what_is_theirs(session, owner)
    forget_empty_groups(session, owner.team)
    session.expire_all()


def leave_team(session: Session, owner: Owner, now: datetime) -> bool:
    """Out of the next numbers; whether they counted in. The question whether they want to is answered with it."""
    mine = of_owner(RepRow, owner)
    done = session.execute(
        update(RepRow)
        .where(mine, RepRow.counts_in_at.is_not(None))
        .values(counts_in_at=None, team_group=None, team_answered_at=now, team_part=None, team_deals=None)
        .returning(RepRow.rep)
    )
    left = done.first() is not None
    give_up_what_is_theirs(session, owner)
    forget_empty_groups(session, owner.team)
    session.expire_all()
    return left


def give_up_what_is_theirs(session: Session, owner: Owner) -> None:
    """Whoever leaves a team stops the note that they chose for it, and looks after its playbook no longer."""
    stop_notes_chosen_by(session, owner)
    stop_looking_after(session, owner)


def answer_question(session: Session, owner: Owner, now: datetime) -> None:
    """They do not want to count in, and are not asked again."""
    change_rep(session, owner, team_answered_at=now)


def forget_team(session: Session, team: str) -> None:
    """Groups and numbers of a workspace go."""
    for table in (TeamGroupRow, TeamWeekRow, TeamNoteRow, TeamPlaybookRow):
        session.execute(delete(table).where(table.team == team))


def move_team(session: Session, team: str, org: str) -> None:
    """Groups go along, into those of the same name; numbers of the workspace are made anew for the organisation.

    Nobody's part in numbers shown before is known there: the next ones are its first.
    """
    for row in session.scalars(select(TeamGroupRow).where(TeamGroupRow.team == team)).all():
        there = group_called(session, org, row.name)
        moved = update(RepRow).where(RepRow.team == team, RepRow.team_group == row.id)
        session.execute(moved.values(team_group=there.id))
    session.execute(update(RepRow).where(RepRow.team == team).values(team_part=None, team_deals=None))
    forget_team(session, team)


def forget_empty_groups(session: Session, team: str) -> None:
    """A group that nobody counts in with is gone, and all that was its own; the same of the workspace without a group.

    Past the mapped classes, since it is about everybody's rows; it names the workspace itself, and tells nothing.
    """
    session.flush()
    reps, connection = _REPS.c, session.connection()
    # Somebody may be joining one at this moment: what they do is waited for, and then seen.
    of_team = select(_GROUPS.c.id).where(_GROUPS.c.team == team).order_by(_GROUPS.c.id)
    connection.execute(of_team.with_for_update()).all()
    counting = select(func.coalesce(reps.team_group, WORKSPACE)).where(
        reps.team == team, reps.counts_in_at.is_not(None)
    )
    connection.execute(delete(_GROUPS).where(_GROUPS.c.team == team, _GROUPS.c.id.not_in(counting)))
    for table in _OF_A_GROUP:
        connection.execute(delete(table).where(table.c.team == team, table.c.group_id.not_in(counting)))


def newest_week(session: Session, team: str, group: int | None) -> Released | None:
    """The newest numbers that were made; None before the first."""
    return next(iter(newest_weeks(session, team, group, 1)), None)


def weeks_newer_than(
    session: Session, known: Mapping[tuple[str, int], date]
) -> Mapping[tuple[str, int], Released]:
    """Each team's newest numbers, by workspace and group, where they are of a later week than is `known`."""
    made = TeamWeekRow.released.is_not(None)
    newest = select(TeamWeekRow.team, TeamWeekRow.group, func.max(TeamWeekRow.week)).where(made)
    found = session.execute(newest.group_by(TeamWeekRow.team, TeamWeekRow.group)).all()
    later = [(team, group) for team, group, week in found if known.get((team, group)) != week]
    return {
        (team, group): released
        for team, group in later
        if (released := newest_week(session, team, group or None))
    }


def newest_weeks(session: Session, team: str, group: int | None, most: int) -> Sequence[Released]:
    """The newest numbers that were made, the newest first."""
    mine = (TeamWeekRow.team == team) & (TeamWeekRow.group == (group or WORKSPACE))
    made = TeamWeekRow.released.is_not(None)
    query = select(TeamWeekRow.released).where(mine, made).order_by(TeamWeekRow.week.desc()).limit(most)
    return [one for one in session.scalars(query) if one is not None]
