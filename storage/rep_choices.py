"""What a rep chooses: when nudges come, how debriefs begin, pauses, and whether hooks are told their words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek, due_instant
from storage.outbox import blank_words
from storage.owner import Owner, of_owner
from storage.records import PENDING
from storage.rep_row import change_rep
from storage.tables import DealRow, NudgeRow, PauseRow

_HAS_PENDING = (
    select(NudgeRow.id)
    .where(NudgeRow.team == bindparam("team"), NudgeRow.rep == bindparam("rep"), NudgeRow.status == PENDING)
    .limit(1)
)


def choose(
    session: Session,
    owner: Owner,
    nudge_time: time,
    days: frozenset[int],
    debrief_screens: int,
    currency: str | None,
    country: str | None,
    region: str | None,
) -> None:
    """What a rep sets: when nudges come, how debriefs begin, the currency (an ISO code) of every deal's value,
    and whose public holidays they keep; without a country it is left to their zone.
    """
    kept = "".join(map(str, sorted(days)))
    change_rep(
        session,
        owner,
        nudge_time=nudge_time,
        work_days=kept,
        debrief_screens=debrief_screens,
        currency=currency,
        country=country,
        region=region,
    )
    mine = of_owner(DealRow, owner)
    changed = DealRow.currency.is_distinct_from(currency)
    session.execute(update(DealRow).where(mine, changed).values(currency=currency))


def send_words_along(session: Session, owner: Owner, since: datetime | None) -> None:
    """Hooks are told what the rep wrote as well from now on, or no longer where that is None: then not by what was put
    for them before, either.
    """
    if since is None:
        blank_words(session, owner)
    change_rep(session, owner, words_go_out_at=since)


def pause(session: Session, owner: Owner, today: date, until: date | None) -> None:
    """No nudges before `until`; a running pause is ended or moved, and what has passed of it is kept."""
    for row in _pauses(session, owner):
        if row.until > today:
            row.until = max(today, row.since)
        if row.until <= row.since:
            session.delete(row)
    if until and until > today:
        session.add(PauseRow(team=owner.team, rep=owner.rep, since=today, until=until))
    session.flush()


def reschedule(session: Session, owner: Owner, zone: ZoneInfo, week: WorkWeek) -> None:
    """Works out anew when the rep's pending nudges fall due, after their zone or their settings changed.

    Most who are met for the first time have none, which is asked past the mapped classes.
    """
    if session.connection().execute(_HAS_PENDING, {"team": owner.team, "rep": owner.rep}).first() is None:
        return
    mine = of_owner(NudgeRow, owner) & (NudgeRow.status == PENDING)
    for row in session.scalars(select(NudgeRow).where(mine)):
        row.due_at = due_instant(row.due_on, zone, week)
    session.flush()


def _pauses(session: Session, owner: Owner) -> Sequence[PauseRow]:
    mine = of_owner(PauseRow, owner)
    return session.scalars(select(PauseRow).where(mine).order_by(PauseRow.id)).all()
