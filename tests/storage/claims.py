"""Claims of due nudges, and what settles them, as the tests of the queue make them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database import Database
from storage.due_reps import due_reps
from storage.nudges import DueNudge, claim_due
from storage.owner import EVERYBODY, Owner
from tests.storage.made import MONDAY, let_claims_run_out

LATER = MONDAY + timedelta(days=400)
SECOND = timedelta(seconds=1)


def rep(number: int, team: str = "T0TEST") -> Owner:
    return Owner(team, f"U0{number}")


def claim(db: Database, at: datetime = LATER, reps: int = 20) -> Sequence[DueNudge]:
    with db.write(EVERYBODY) as session:
        return claim_due(session, at, due_reps(session, at, reps))


def ids(claimed: Sequence[DueNudge]) -> list[int]:
    return [due.id for due in claimed]


def run_out(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        let_claims_run_out(session)
