"""Every lost deal in one flat row each, for the command line. Lessons stay with their rep."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from coaching.deal import LostDeal, Status
from storage.records import deal_of
from storage.tables import DealRow

FIELDS = (
    "id",
    "workspace",
    "rep",
    "prospect",
    "kind",
    "stage",
    "words",
    "verdict",
    "recommended",
    "plan_date",
    "status",
    "next_nudge_at",
    "nudges_sent",
    "outcome",
    "made_at",
    "ended_at",
)
"""What an exported lost deal tells, in this order."""


def export_deals(session: Session) -> Iterator[dict[str, Any]]:
    """One dict a lost deal, oldest first; moments are ISO 8601 in UTC, dates ISO 8601."""
    query = select(DealRow).order_by(DealRow.id).options(selectinload("*")).execution_options(yield_per=200)
    for row in session.scalars(query):
        yield _flat(deal_of(row))


def _flat(deal: LostDeal) -> dict[str, Any]:
    ended = deal.status in (Status.LET_GO, Status.WON_BACK)
    due = deal.plan.due
    told = (
        deal.id,
        deal.team,
        deal.rep,
        deal.prospect,
        str(deal.answers.kind),
        str(deal.answers.stage),
        deal.answers.words,
        str(deal.plan.verdict),
        str(deal.plan.recommended),
        due.on.isoformat() if due else None,
        str(deal.status),
        _moment(deal.next_nudge_at),
        len(deal.nudges),
        str(deal.status) if ended else "open",
        _moment(deal.made_at),
        _moment(deal.won_back_at or deal.let_go_at),
    )
    return dict(zip(FIELDS, told, strict=True))


def _moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
