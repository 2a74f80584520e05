"""What was sent: a nudge's message in a rep's DM, and what is still to come, as the rest of the house asks for it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.orm import Session

from coaching.steps import Step
from storage.isolation import is_served
from storage.offer_tables import OfferRow
from storage.owner import Owner, of_owner
from storage.records import PARKED, PENDING, SENT, SentNudge, sent_of
from storage.tables import NudgeRow


def sent_together(session: Session, owner: Owner, channel: str, ts: str) -> Sequence[SentNudge]:
    """The nudges of one digest, as they stand in it."""
    same = (NudgeRow.channel == channel) & (NudgeRow.message_ts == ts)
    rows = session.scalars(select(NudgeRow).where(of_owner(NudgeRow, owner), NudgeRow.status == SENT, same))
    return sorted(filter(None, map(sent_of, rows)), key=lambda sent: (sent.due_on, sent.id))


def count_due(session: Session, owner: Owner, on: date) -> int:
    """How many of a rep's nudges are planned for a day up to `on`."""
    asks = (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING) & (NudgeRow.due_on <= on)
    return (
        session.scalar(select(func.count()).select_from(NudgeRow).where(of_owner(NudgeRow, owner), asks)) or 0
    )


def next_due(session: Session) -> datetime | None:
    """When the next message about a nudge of anybody falls due."""
    asks = (NudgeRow.status == PENDING) & (NudgeRow.step != Step.WAITING)
    query = select(NudgeRow.due_at).where(asks).order_by(NudgeRow.due_at).limit(1)
    return session.scalars(query).one_or_none()


def count_all_due(session: Session, now: datetime) -> int:
    """How many nudges of everybody whom the process serves were due by `now` and are not sent yet."""
    due = (NudgeRow.status == PENDING) & (NudgeRow.due_at <= now) & is_served(NudgeRow.team)
    return session.scalar(select(func.count()).select_from(NudgeRow).where(due)) or 0


def parked(session: Session) -> Mapping[str, int]:
    """How many nudges of everybody are parked, by the name of why."""
    query = select(NudgeRow.failure, func.count()).where(NudgeRow.status == PARKED).group_by(NudgeRow.failure)
    return {failure or "unknown": count for failure, count in session.execute(query)}


def planned_beside(session: Session, team: str) -> Mapping[str, int]:
    """How many nudges wait for their day in the workspaces other than `team`, by the workspace."""
    waits = (NudgeRow.status == PENDING) & (NudgeRow.team != team)
    query = select(NudgeRow.team, func.count()).where(waits).group_by(NudgeRow.team)
    return {str(other): count for other, count in session.execute(query)}


def has_parked(session: Session, owner: Owner) -> bool:
    """Whether a nudge of theirs is parked, or an offer."""
    nudges = select(NudgeRow.id).where(of_owner(NudgeRow, owner), NudgeRow.status == PARKED)
    offers = select(OfferRow.id).where(of_owner(OfferRow, owner))
    parked = nudges.exists() | offers.where(OfferRow.failed_at.is_not(None)).exists()
    return bool(session.execute(select(parked)).scalar_one())


def unpark(session: Session, owner: Owner, now: datetime, only: Collection[str] | None = None) -> None:
    """The parked nudges of a rep who is here again are due: all of them, or those parked for one of `only`."""
    mine = of_owner(NudgeRow, owner)
    _wake(session, mine if only is None else mine & NudgeRow.failure.in_(only), now)


def unpark_team(session: Session, team: str, unless: Collection[str], now: datetime) -> None:
    """The same for a whole workspace, but for those parked for one of the failures in `unless`."""
    _wake(session, (NudgeRow.team == team) & NudgeRow.failure.not_in(unless), now)


def park_all(session: Session, team: str, failure: str, now: datetime) -> None:
    """Everything that is still to come in a workspace is parked; when it was due is kept.

    What was being sent at this moment may have come.
    """
    maybe = func.coalesce(NudgeRow.unknown_since, NudgeRow.claimed_until)
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.team == team, NudgeRow.status == PENDING)
        .values(
            status=PARKED,
            failed_at=now,
            failure=failure,
            claimed_until=None,
            claimed_by=None,
            unknown_since=maybe,
        )
        .execution_options(synchronize_session=False)
    )


def _wake(session: Session, whose: ColumnElement[bool], now: datetime) -> None:
    """Due when they were, or now when that has passed."""
    due_at = case((NudgeRow.due_at < now, now), else_=NudgeRow.due_at)
    woken = {"status": PENDING, "due_at": due_at, "attempts": 0, "failed_at": None, "failure": None}
    session.execute(
        update(NudgeRow)
        .where(whose, NudgeRow.status == PARKED)
        .values(woken)
        .execution_options(synchronize_session=False)
    )
