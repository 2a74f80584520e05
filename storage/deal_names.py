"""The names that a rep's lost deals are looked for by."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coaching.steps import Step
from storage.overview import HUNDREDTHS
from storage.owner import Owner, of_owner
from storage.records import PENDING
from storage.tables import DealRow, NudgeRow

_EVERY_NAME = (
    select(DealRow.id, DealRow.prospect)
    .where(DealRow.team == bindparam("team"), DealRow.rep == bindparam("rep"))
    .order_by(DealRow.id.desc())
)
_NAMES = _EVERY_NAME.where(DealRow.won_back_at.is_(None), DealRow.handed_over_at.is_(None))


def names_of(session: Session, owner: Owner, over: bool = False) -> Sequence[tuple[int, str]]:
    """The id and prospect of each lost deal, newest first; those that are over only where asked for.

    Over is what was won back, and what a colleague has taken. Asked before every modal: made once, and past the
    mapped classes, since it names its owner itself.
    """
    asked = {"team": owner.team, "rep": owner.rep}
    found = session.connection().execute(_EVERY_NAME if over else _NAMES, asked)
    return [(deal_id, prospect) for deal_id, prospect in found]


def every_name(session: Session, owner: Owner) -> Sequence[tuple[int, str]]:
    """The same of all lost deals: what comes up soonest first, of one moment the highest value, then the newest."""
    soonest = (
        select(func.min(NudgeRow.due_at))
        .where(NudgeRow.deal_id == DealRow.id, NudgeRow.status == PENDING, NudgeRow.step != Step.WAITING)
        .correlate(DealRow)
        .scalar_subquery()
    )
    value = func.coalesce(HUNDREDTHS, 0)
    query = (
        select(DealRow.id, DealRow.prospect)
        .where(of_owner(DealRow, owner))
        .order_by(soonest.asc().nulls_last(), value.desc(), DealRow.id.desc())
    )
    return [(deal_id, prospect) for deal_id, prospect in session.execute(query)]
