"""The ends of steps that were parked for want of a good token, and what wakes them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.database import Database
from storage.joining import move_workspace
from storage.outbox import put_step_end
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING
from storage.workspaces import mark_installed
from tests.storage.made import ANA, MONDAY

REASONS = {"Fx1": "token_revoked", "Fx2": "not_installed", "Fx3": "access_denied"}


@pytest.mark.parametrize(
    "good",
    [
        lambda session: mark_installed(session, ANA.team, MONDAY),
        lambda session: move_workspace(session, ANA.team, "E0ORG", MONDAY, ()),
    ],
    ids=["installed", "joined an organisation"],
)
def test_a_good_token_wakes_those_that_wanted_one(db: Database, good: Callable[[Session], None]) -> None:
    with db.write(ANA) as session:
        for run in REASONS:
            put_step_end(session, ANA, run, MONDAY, error="Nobody answered.")
    with db.write(EVERYBODY) as session:
        for run, failure in REASONS.items():
            parked = {"status": PARKED, "failed_at": MONDAY, "failure": failure, "attempts": 7}
            session.execute(update(OutboxRow).where(OutboxRow.execution_id == run).values(parked))
        good(session)
    with db.read(EVERYBODY) as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.execution_id)).all()
    assert [(row.status, row.failure, row.attempts) for row in rows] == [
        (PENDING, None, 0),
        (PENDING, None, 0),
        (PARKED, "access_denied", 7),
    ]
