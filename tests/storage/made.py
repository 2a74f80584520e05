"""Lost deals put straight into a database, without a bot."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek
from coaching.deal import LostDeal, Source
from coaching.debrief import Answers, AskedWhy, Door
from coaching.history import history
from coaching.kinds import Kind, Stage
from coaching.policy import Policy
from coaching.verdict import judge
from storage.deal_record import DealRecord
from storage.deals import find_deal, find_record
from storage.lease import lease_now
from storage.owner import Owner
from storage.tables import Base, NudgeRow
from tests.words import shipped_playbook

ANA = Owner("T0TEST", "U0ANA")
SAM = Owner("T0TEST", "U0SAM")
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
WEEK = WorkWeek()


@cache
def policy() -> Policy:
    return shipped_playbook().policy


def answers(**given: Any) -> Answers:
    wanted: dict[str, Any] = {
        "stage": Stage.BUYING,
        "kind": Kind.NOT_NOW,
        "asked_why": AskedWhy.TOLD,
        "door": Door.AJAR,
    }
    return Answers(**wanted | given)


def lose(
    session: Session, prospect: str = "Acme", owner: Owner = ANA, now: datetime = MONDAY, **given: Any
) -> LostDeal:
    """A debriefed deal with its plan and nudge."""
    made = DealRecord.start(session, owner, prospect, now)
    made.add_debrief(answers(**given), Source.DEBRIEF, now)
    deal = made.deal
    plan = judge(deal.answers, history(deal, now, LISBON), policy(), now.astimezone(LISBON).date(), WEEK)
    made.adopt_plan(plan, now, LISBON, WEEK, now.date() + timedelta(days=7))
    return found(session, made.id, owner)


def record(session: Session, deal_id: int = 1, owner: Owner = ANA) -> DealRecord:
    """The deal, to be changed."""
    made = find_record(session, owner, deal_id, lock=True)
    assert made is not None
    return made


def found(session: Session, deal_id: int, owner: Owner = ANA) -> LostDeal:
    deal = find_deal(session, owner, deal_id)
    assert deal is not None
    return deal


def let_claims_run_out(session: Session) -> None:
    """As if the database's clock had gone on for longer than any claim holds."""
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.claimed_until.is_not(None))
        .values(claimed_until=lease_now(session) - timedelta(seconds=1))
    )


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }
