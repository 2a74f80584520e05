"""A team's own numbers: taken from its cases by whoever looks after its playbook, and undone as easily."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coaching.kinds import Kind
from storage.owner import Owner
from storage.tables import RepRow
from storage.team_note_tables import TeamPlaybookRow
from storage.team_tables import WORKSPACE
from storage.upsert import insert_into

_PLAYBOOKS: Any = TeamPlaybookRow.__table__
OwnNumbers = Mapping[Kind, Mapping[str, int]]


@dataclass(frozen=True)
class TeamPlaybook:
    """Who looks after it, if anybody does, and the numbers that were taken, by kind and name."""

    kept_by: str | None = None
    numbers: OwnNumbers = field(default_factory=dict)


def team_playbook(session: Session, team: str, group: int | None) -> TeamPlaybook:
    row = session.scalars(select(TeamPlaybookRow).where(_of(team, group))).one_or_none()
    return TeamPlaybook(row.kept_by, _read(row.numbers)) if row else TeamPlaybook()


def look_after(session: Session, owner: Owner, group: int | None) -> bool:
    """Whether it is theirs to look after from now on: only where nobody does; two may say so at once."""
    place = {"team": owner.team, "group_id": group or WORKSPACE}
    new = insert_into(session, _PLAYBOOKS).values(**place, numbers={})
    session.connection().execute(new.on_conflict_do_nothing(index_elements=list(place)))
    free = _of(owner.team, group) & TeamPlaybookRow.kept_by.is_(None)
    taken = update(TeamPlaybookRow).where(free).values(kept_by=owner.rep).returning(TeamPlaybookRow.team)
    return session.execute(taken).first() is not None


def stop_looking_after(session: Session, owner: Owner) -> None:
    """Of every team of theirs. The numbers stay, until somebody else looks after them."""
    theirs = (TeamPlaybookRow.team == owner.team) & (TeamPlaybookRow.kept_by == owner.rep)
    session.execute(update(TeamPlaybookRow).where(theirs).values(kept_by=None))


def set_number(
    session: Session, owner: Owner, group: int | None, kind: Kind, name: str, days: int | None
) -> tuple[bool, int | None]:
    """Whether it is theirs to set, and what it was; None for the playbook's own number, before and after."""
    mine = _of(owner.team, group) & (TeamPlaybookRow.kept_by == owner.rep)
    row = session.scalars(select(TeamPlaybookRow).where(mine).with_for_update()).one_or_none()
    if row is None:
        return False, None
    numbers = {of: dict(own) for of, own in row.numbers.items()}
    own = numbers.setdefault(str(kind), {})
    before = own.pop(name, None)
    if days is not None:
        own[name] = days
    row.numbers = {of: own for of, own in numbers.items() if own}
    session.flush()
    return True, before


def members(session: Session) -> Sequence[tuple[Owner, int]]:
    """Everybody who counts in anywhere, with their group; `WORKSPACE` without one."""
    query = select(RepRow.team, RepRow.rep, RepRow.team_group).where(RepRow.counts_in_at.is_not(None))
    return [(Owner(team, rep), group or WORKSPACE) for team, rep, group in session.execute(query)]


def own_numbers(session: Session) -> Mapping[tuple[str, int], OwnNumbers]:
    """Of every team that has any."""
    rows = session.scalars(select(TeamPlaybookRow))
    return {(row.team, row.group): numbers for row in rows if (numbers := _read(row.numbers))}


def _of(team: str, group: int | None) -> Any:
    return (TeamPlaybookRow.team == team) & (TeamPlaybookRow.group == (group or WORKSPACE))


def _read(numbers: Mapping[str, Mapping[str, int]]) -> OwnNumbers:
    """A kind that is no longer ours has none."""
    return {Kind(kind): dict(own) for kind, own in numbers.items() if kind in set(Kind)}
