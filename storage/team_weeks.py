"""A team's weeks: which numbers are still to be made, what they are made of, and keeping them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from coaching.team_numbers import Released
from storage.lease import LEASE_TIME, is_free, lease_clock
from storage.tables import RepRow, WorkspaceRow
from storage.team_tables import WORKSPACE, TeamWeekRow
from storage.upsert import insert_into

KEPT = timedelta(weeks=53)
_WEEKS: Any = TeamWeekRow.__table__
_REPS: Any = RepRow.__table__


@dataclass(frozen=True)
class Team:
    """A workspace, or a group of it, with somebody who counts in."""

    team: str
    group: int | None


@dataclass(frozen=True)
class Counted:
    """A rep who counts in, with the mark and the number of the deals that what was last shown was made of."""

    rep: str
    mark: str | None
    deals: int


def teams_to_make(session: Session, week: date) -> Sequence[Team]:
    """Those without numbers of that week; where the bot was removed there are none to be made.

    What was tried before comes last: a team whose numbers fail holds up nobody else's.
    """
    place = func.coalesce(RepRow.team_group, WORKSPACE)
    same = (TeamWeekRow.team == RepRow.team) & (TeamWeekRow.group == place) & (TeamWeekRow.week == week)
    gone = (
        select(WorkspaceRow.team)
        .where(WorkspaceRow.team == RepRow.team, WorkspaceRow.uninstalled_at.is_not(None))
        .exists()
    )
    tried = TeamWeekRow.claimed_until
    query = (
        select(RepRow.team, RepRow.team_group, tried)
        .outerjoin(TeamWeekRow, same)
        .where(RepRow.counts_in_at.is_not(None), TeamWeekRow.released.is_(None), ~gone)
        .distinct()
        .order_by(tried.asc().nulls_first(), RepRow.team, RepRow.team_group)
    )
    return [Team(team, group) for team, group, _ in session.execute(query)]


def claim_week(session: Session, of: Team, week: date) -> bool:
    """Whether the numbers of that week are this process's to make, for as long as a claim holds."""
    mine = {"team": of.team, "group_id": of.group or WORKSPACE, "week": week}
    until = lease_clock(session, LEASE_TIME)
    new = insert_into(session, _WEEKS).values(**mine, claimed_until=until)
    new = new.on_conflict_do_nothing(index_elements=list(mine)).returning(_WEEKS.c.id)
    if session.connection().execute(new).first():
        return True
    free = _row(of, week) & is_free(session, TeamWeekRow.claimed_until)
    taken = update(TeamWeekRow).where(free).values(claimed_until=until).returning(TeamWeekRow.id)
    return session.execute(taken).first() is not None


def members_of(session: Session, of: Team) -> Sequence[Counted]:
    query = select(RepRow.rep, RepRow.team_part, RepRow.team_deals).where(_counts_in(of))
    return [
        Counted(rep, mark, deals or 0) for rep, mark, deals in session.execute(query.order_by(RepRow.rep))
    ]


def keep_week(
    session: Session,
    of: Team,
    released: Released,
    marks: Mapping[str, str | None] | None,
    deals: Mapping[str, int],
) -> bool:
    """Whether they were kept: another process may have made them since the claim ran out.

    With `marks` they are new: what each rep adds to them is remembered, as far as that rep still counts in.
    """
    row = update(TeamWeekRow).where(_row(of, released.week)).values(released=released, claimed_until=None)
    if session.execute(row.returning(TeamWeekRow.id)).first() is None:
        return False
    if marks:
        c = _REPS.c
        mine = (c.team == of.team) & (c.rep == bindparam("who")) & _same(c.team_group, of)
        there = mine & c.counts_in_at.is_not(None)
        change = update(_REPS).where(there).values(team_part=bindparam("mark"), team_deals=bindparam("deals"))
        told = [{"who": rep, "mark": mark, "deals": deals.get(rep, 0)} for rep, mark in marks.items()]
        session.connection().execute(change, told)
    old = (TeamWeekRow.team == of.team) & (TeamWeekRow.week < released.week - KEPT)
    session.execute(delete(TeamWeekRow).where(old))
    return True


def in_parts(reps: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """Some at a time, so that no statement takes long."""
    return (reps[place : place + size] for place in range(0, len(reps), size))


def _row(of: Team, week: date) -> Any:
    mine = (TeamWeekRow.team == of.team) & (TeamWeekRow.group == (of.group or WORKSPACE))
    return mine & (TeamWeekRow.week == week) & TeamWeekRow.released.is_(None)


def _counts_in(of: Team) -> Any:
    return (RepRow.team == of.team) & RepRow.counts_in_at.is_not(None) & _same(RepRow.team_group, of)


def _same(column: Any, of: Team) -> Any:
    return column.is_(None) if of.group is None else column == of.group
