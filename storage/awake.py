"""Workspaces in which Slack wants no messages for a while: what is claimed to be sent leaves them out."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, select

from storage.tables import WorkspaceRow


def is_awake(team: Any, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """That sending to the workspace in the column `team` does not rest: a part of the claim, and no statement more."""
    resting = select(WorkspaceRow.team).where(WorkspaceRow.sending_rests_until > now)
    awake: ColumnElement[bool] = team.not_in(resting)
    return awake
