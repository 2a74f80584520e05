"""What holds for a whole workspace: when its sending rests, and whether the bot is installed there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.audit import By, Entry, Event, record
from storage.handover_tables import HandOverRow
from storage.hooks import forget_hooks
from storage.imports import forget_imports
from storage.lease import lease_now
from storage.offer_parking import park_offers, unpark_offers_of
from storage.offers import forget_offers
from storage.outbox import empty_outbox_of_team
from storage.outbox_state import wake_step_ends
from storage.sent_nudges import park_all, unpark_team
from storage.tables import (
    Base,
    DealRow,
    DraftRow,
    LeftoverRow,
    PauseRow,
    RepRow,
    WeekNoteRow,
    WorkspaceRow,
)
from storage.teams import forget_team
from storage.upsert import insert_into
from storage.workflow_steps import forget_steps

_WORKSPACES: Any = WorkspaceRow.__table__

UNINSTALLED = "app_uninstalled"
"""Why nudges are parked while the bot is not installed."""
_NO_HOME = "none"
"""In the place of what a Home last showed: no digest is equal to it."""
_ROTATION = timedelta(minutes=1)


def rest_sending(session: Session, team: str, until: datetime) -> None:
    """Nothing is claimed for the workspace before `until`; a longer rest is not cut short."""
    _put(session, team)
    longer = WorkspaceRow.sending_rests_until.is_(None) | (WorkspaceRow.sending_rests_until < until)
    session.execute(
        update(WorkspaceRow).where(WorkspaceRow.team == team, longer).values(sending_rests_until=until)
    )


def installed_workspaces(session: Session) -> Sequence[str]:
    """Where the bot is, in the order of their ids."""
    there = select(WorkspaceRow.team).where(WorkspaceRow.uninstalled_at.is_(None))
    return session.scalars(there.order_by(WorkspaceRow.team)).all()


def resting(session: Session, now: datetime) -> Mapping[str, datetime]:
    """The workspaces where Slack wants no messages now, and until when."""
    query = select(WorkspaceRow.team, WorkspaceRow.sending_rests_until)
    rows = session.execute(query.where(WorkspaceRow.sending_rests_until > now).order_by(WorkspaceRow.team))
    return {team: until for team, until in rows if until}


def mark_installed(session: Session, team: str, now: datetime, stays_parked: Sequence[str] = ()) -> None:
    """The bot is there, with a good token: everything goes on, but for what is parked for `stays_parked`.

    Slack may have lost each rep's Home: it is published anew, whatever it showed.
    """
    _put(session, team, installed_at=now, uninstalled_at=None)
    had_one = (RepRow.team == team) & RepRow.home_digest.is_not(None)
    session.execute(update(RepRow).where(had_one).values(home_digest=_NO_HOME))
    wake_parked(session, team, now, stays_parked)


def wake_parked(session: Session, team: str, now: datetime, stays_parked: Sequence[str] = ()) -> None:
    """There is a good token again: what was parked is due, but for what is parked for `stays_parked`."""
    unpark_team(session, team, stays_parked, now)
    unpark_offers_of(session, team, stays_parked, now)
    wake_step_ends(session, team, now)


def stays_installed(session: Session, team: str) -> bool:
    """Whether the bot is there, and is not removed before this transaction ends."""
    there = (WorkspaceRow.team == team) & WorkspaceRow.uninstalled_at.is_(None)
    return session.scalars(select(WorkspaceRow.team).where(there).with_for_update()).first() is not None


def mark_uninstalled(session: Session, team: str, at: datetime, now: datetime) -> bool:
    """Nothing more is sent; whether it was so: news of before the present installation changes nothing."""
    # Whoever installs it at this moment has locked the row: what they write is read.
    row = session.get(WorkspaceRow, team, with_for_update=True)
    if row and row.installed_at and row.installed_at.replace(microsecond=0) > at:
        return False
    if row is None or row.uninstalled_at is None:
        _put(session, team, uninstalled_at=now)
        record(session, Entry(now, Event.UNINSTALL, By.SLACK, team=team))
    park_all(session, team, UNINSTALLED, now)
    park_offers(session, team, UNINSTALLED, now)
    return True


def is_uninstalled(session: Session, team: str) -> bool:
    """Whether the bot was removed from there, and has not come back since."""
    gone = (WorkspaceRow.team == team) & WorkspaceRow.uninstalled_at.is_not(None)
    return session.scalars(select(WorkspaceRow.team).where(gone)).first() is not None


def meant(session: Session, org: str) -> str:
    """The place that news naming only an organisation is about.

    One that never installed the bot as a whole, and of which one workspace did, means that workspace.
    """
    if session.get(WorkspaceRow, org):
        return org
    bots = Base.metadata.tables["slack_bots"]
    of_org = select(bots.c.team_id).where(bots.c.enterprise_id == org).distinct().limit(2)
    teams = session.scalars(of_org).all()
    return teams[0] if len(teams) == 1 and teams[0] else org


def gone_workspaces(session: Session, before: datetime) -> Sequence[str]:
    """The workspaces that uninstalled the bot before then, and whose data is still here."""
    query = select(WorkspaceRow.team).where(WorkspaceRow.uninstalled_at < before)
    return session.scalars(query.order_by(WorkspaceRow.uninstalled_at)).all()


def erase_some(
    session: Session, team: str, limit: int, entry: Entry, gone_before: datetime | None = None
) -> bool:
    """Deletes up to `limit` lost deals of a workspace with all that hangs on them; whether there may be more.

    With `gone_before` only while the bot has been gone since before then.

    With the last of them everything else goes: drafts, reps, pauses, tokens, and that there ever was such a workspace;
    and `entry` is put into the audit trail.
    """
    if gone_before and not _is_gone(session, team, gone_before):
        return False
    some = select(DealRow.id).where(DealRow.team == team).limit(limit)
    gone = session.execute(delete(DealRow).where(DealRow.id.in_(some)).returning(DealRow.id)).all()
    if len(gone) == limit:
        return True
    for table in (DraftRow, HandOverRow, LeftoverRow, PauseRow, RepRow, WeekNoteRow, WorkspaceRow):
        session.execute(delete(table).where(table.team == team))
    empty_outbox_of_team(session, team)
    forget_team(session, team)
    forget_hooks(session, team)
    forget_offers(session, team)
    forget_steps(session, team)
    forget_imports(session, team)
    bots = Base.metadata.tables["slack_bots"]
    org = bots.c.team_id.is_(None) & (bots.c.enterprise_id == team)
    session.execute(delete(bots).where((bots.c.team_id == team) | org))
    record(session, entry)
    return False


def _is_gone(session: Session, team: str, before: datetime) -> bool:
    """Whether it is so still: somebody may install the bot anew while it is being erased."""
    gone = (WorkspaceRow.team == team) & (WorkspaceRow.uninstalled_at < before)
    return session.scalars(select(WorkspaceRow.team).where(gone).with_for_update()).first() is not None


def claim_rotation(session: Session, team: str) -> bool:
    """Whether this process may renew the token now: a refresh token is good once."""
    at = lease_now(session)
    _put(session, team)
    free = WorkspaceRow.rotating_until.is_(None) | (WorkspaceRow.rotating_until <= at)
    mine = update(WorkspaceRow).where(WorkspaceRow.team == team, free).values(rotating_until=at + _ROTATION)
    return session.execute(mine.returning(WorkspaceRow.team)).first() is not None


def _put(session: Session, team: str, **values: datetime | None) -> None:
    """Changes the row, or makes it."""
    put = insert_into(session, _WORKSPACES).values(team=team, **values)
    changed = put.on_conflict_do_update(index_elements=["team"], set_={"team": team, **values})
    session.connection().execute(changed)
    session.expire_all()
