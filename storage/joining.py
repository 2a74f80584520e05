"""A workspace's data follows it into an organisation that installed the bot as one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from storage.audit import By, Entry, Event, record
from storage.deal_record import prospect_key
from storage.handover_tables import HandedDealRow, HandOverMessageRow, HandOverRow
from storage.hook_tables import HookRow
from storage.hooks import move_hooks
from storage.import_tables import ImportRow
from storage.imports import move_imports
from storage.offer_parking import unpark_offers_of
from storage.offer_tables import OfferRow
from storage.offers import move_offers
from storage.outbox_state import wake_step_ends
from storage.outbox_tables import OutboxRow
from storage.sent_nudges import unpark_team
from storage.step_tables import WorkflowStepRow
from storage.tables import (
    DealRow,
    DraftRow,
    LeftoverRow,
    NudgeRow,
    PauseRow,
    RepRow,
    WeekNoteRow,
    WorkspaceRow,
)
from storage.teams import move_team
from storage.workflow_steps import move_steps

_OF_TWO = (HandOverRow, HandedDealRow, HandOverMessageRow)

_CHOSEN = (
    ("nudge_time",),
    ("work_days",),
    ("dm_channel",),
    ("debrief_screens",),
    ("currency",),
    ("country", "region"),
    ("language",),
    ("locale",),
    ("counts_in_at", "team_group"),
    ("team_asked_at",),
    ("team_answered_at",),
    ("words_go_out_at",),
)
"""What of a rep goes along where nothing was chosen yet; names in one tuple are one choice."""


def with_data(session: Session, teams: Collection[str]) -> Sequence[str]:
    """Those of the workspaces of which anything is stored."""
    found: set[str] = set()
    for table in (
        DealRow,
        DraftRow,
        HookRow,
        ImportRow,
        LeftoverRow,
        OfferRow,
        RepRow,
        WorkflowStepRow,
        WorkspaceRow,
    ):
        found |= set(session.scalars(select(table.team).where(table.team.in_(teams)).distinct()))
    return sorted(found)


def move_workspace(
    session: Session, team: str, org: str, now: datetime, stays_parked: Collection[str]
) -> None:
    """All that reps of `team` have is theirs in `org` from now on; a second time there is nothing to move.

    What they have there already stays: a setting chosen there holds, and an open deal with the same prospect keeps
    its name, so that the one that comes gets a number behind its own. What was parked because the bot was not
    installed is due again; for `stays_parked` it is not.
    """
    _rename_what_collides(session, team, org)
    for table in (DealRow, *_OF_TWO, LeftoverRow, NudgeRow, OutboxRow, PauseRow):
        session.execute(update(table).where(table.team == team).values(team=org))
    # The modals they were begun in are closed, or carry the draft's own id.
    session.execute(update(DraftRow).where(DraftRow.team == team).values(team=org, begun_in=None))
    move_team(session, team, org)
    move_hooks(session, team, org)
    move_offers(session, team, org)
    move_steps(session, team, org)
    move_imports(session, team, org)
    _merge_reps(session, team, org)
    _merge_week_notes(session, team, org)
    session.execute(delete(WorkspaceRow).where(WorkspaceRow.team == team))
    unpark_team(session, org, stays_parked, now)
    unpark_offers_of(session, org, stays_parked, now)
    wake_step_ends(session, org, now)
    record(session, Entry(now, Event.MOVE, By.SLACK, team=team, details={"into": org}))
    session.expire_all()


def _rename_what_collides(session: Session, team: str, org: str) -> None:
    there = aliased(DealRow)
    same = (there.rep == DealRow.rep) & (there.prospect_key == DealRow.prospect_key)
    taken = exists().where(there.team == org, *_still_theirs(there), same)
    coming = select(DealRow).where(DealRow.team == team, *_still_theirs(DealRow), taken)
    for row in session.scalars(coming).all():
        names = (f"{row.prospect} ({number})" for number in count(2))
        row.prospect = next(name for name in names if _is_free(session, (team, org), row.rep, name))
        row.prospect_key = prospect_key(row.prospect)
        session.flush()


def _still_theirs(deals: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deals.won_back_at.is_(None), deals.handed_over_at.is_(None)


def _is_free(session: Session, teams: Collection[str], rep: str, name: str) -> bool:
    same = (DealRow.rep == rep) & (DealRow.prospect_key == prospect_key(name))
    query = select(DealRow.id).where(DealRow.team.in_(teams), same).limit(1)
    return session.scalars(query).first() is None


def _merge_reps(session: Session, team: str, org: str) -> None:
    """Home is another bot's from now on: it is published anew."""
    there = aliased(RepRow)
    known: ColumnElement[bool] = exists().where(there.team == org, there.rep == RepRow.rep)
    for row in session.scalars(select(RepRow).where(RepRow.team == team, known)).all():
        kept = session.get_one(RepRow, (org, row.rep))
        for together in _CHOSEN:
            if all(getattr(kept, name) is None for name in together):
                for name in together:
                    setattr(kept, name, getattr(row, name))
        session.delete(row)
    session.flush()
    session.execute(update(RepRow).where(RepRow.team == team).values(team=org, home_digest=None))


def _merge_week_notes(session: Session, team: str, org: str) -> None:
    there = aliased(WeekNoteRow)
    asked: ColumnElement[bool] = exists().where(there.team == org, there.rep == WeekNoteRow.rep)
    session.execute(delete(WeekNoteRow).where(WeekNoteRow.team == team, asked))
    session.execute(update(WeekNoteRow).where(WeekNoteRow.team == team).values(team=org))
