"""What holds for a whole workspace."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.tables import WorkspaceRow


def rest_sending(session: Session, team: str, until: datetime) -> None:
    """Nothing is claimed for the workspace before `until`."""
    values = {"sending_rests_until": until}
    of_team = update(WorkspaceRow).where(WorkspaceRow.team == team).values(values)
    if session.execute(of_team.returning(WorkspaceRow.team)).first():
        return
    try:
        with session.begin_nested():
            session.add(WorkspaceRow(team=team, **values))
    except IntegrityError:
        # Another process was told the same at this moment, and made the row.
        session.execute(of_team)
