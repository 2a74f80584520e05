"""Where sending goes on: what is claimed to be sent leaves out workspaces that rest, and those that others serve."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, select

from storage.isolation import is_served
from storage.tables import WorkspaceRow


def is_awake(team: Any, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """That the process serves the workspace in the column `team`, and sending there does not rest.

    A part of the claim, and no statement more.
    """
    resting = select(WorkspaceRow.team).where(WorkspaceRow.sending_rests_until > now)
    awake: ColumnElement[bool] = team.not_in(resting)
    return awake & is_served(team)
