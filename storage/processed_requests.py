"""Which of Slack's requests were taken already: it may deliver one twice, and to two processes at once."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.tables import ProcessedRequestRow

_KEPT = timedelta(days=1)
"""Slack's last retry of an event comes after six minutes."""


def is_first_time(session: Session, request_id: str, now: datetime) -> bool:
    """Whether this request was not taken before; it counts as taken from the end of this transaction."""
    try:
        with session.begin_nested():
            session.execute(insert(ProcessedRequestRow).values(id=request_id[:255], at=now))
    except IntegrityError:
        return False
    return True


def was_taken(session: Session, request_id: str) -> bool:
    return session.get(ProcessedRequestRow, request_id[:255]) is not None


def forget(session: Session, request_id: str) -> None:
    """It may be taken again: what it asked for did not come about."""
    session.execute(delete(ProcessedRequestRow).where(ProcessedRequestRow.id == request_id[:255]))


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(ProcessedRequestRow).where(ProcessedRequestRow.at < now - _KEPT))
