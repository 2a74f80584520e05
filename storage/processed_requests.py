"""Which of Slack's requests were taken already: it may deliver one twice, and to two processes at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.tables import ProcessedRequestRow
from storage.upsert import insert_into

_REQUESTS: Any = ProcessedRequestRow.__table__
_KEPT = timedelta(days=1)
"""Slack's last retry of an event comes after six minutes."""


def is_first_time(session: Session, request_id: str, now: datetime) -> bool:
    """Whether this request was not taken before; it counts as taken from the end of this transaction.

    One statement: an id that another transaction is taking at this moment is waited for.
    """
    row = {"id": request_id[:255], "at": now}
    noted = insert_into(session, _REQUESTS).values(row).on_conflict_do_nothing().returning(_REQUESTS.c.id)
    # Requests are nobody's rows, so a session that is bound to one owner may note one.
    return session.connection().execute(noted).first() is not None


def was_taken(session: Session, request_id: str) -> bool:
    return session.get(ProcessedRequestRow, request_id[:255]) is not None


def forget(session: Session, request_id: str) -> None:
    """It may be taken again: what it asked for did not come about."""
    session.execute(delete(ProcessedRequestRow).where(ProcessedRequestRow.id == request_id[:255]))


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(ProcessedRequestRow).where(ProcessedRequestRow.at < now - _KEPT))
