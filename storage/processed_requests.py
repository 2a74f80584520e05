"""Which of Slack's requests were taken already: it may deliver one twice, and to two processes at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from storage.isolation import standing
from storage.made_once import made_once
from storage.tables import ProcessedRequestRow
from storage.types import UtcDateTime
from storage.upsert import insert_into

_REQUESTS: Any = ProcessedRequestRow.__table__
_KEPT = timedelta(days=1)
"""Slack's last retry of an event comes after six minutes."""


def is_first_time(session: Session, request_id: str, now: datetime) -> bool:
    """Whether this request was not taken before; it counts as taken from the end of this transaction.

    One statement: an id that another transaction is taking at this moment is waited for.
    """
    row = {"id": request_id[:255], "at": now}
    # Requests are nobody's rows, so a session that is bound to one owner may note one.
    return session.connection().execute(_noted(session), row).first() is not None


def was_taken(session: Session, request_id: str) -> bool:
    return session.connection().execute(_TAKEN, {"request": request_id[:255]}).first() is not None


def forget(session: Session, request_id: str) -> None:
    """It may be taken again: what it asked for did not come about."""
    session.execute(delete(ProcessedRequestRow).where(ProcessedRequestRow.id == request_id[:255]))


def forget_old(session: Session, now: datetime) -> None:
    session.execute(_OLD, {"before": now - _KEPT})


@made_once
def _noted(session: Session) -> Any:
    return insert_into(session, _REQUESTS).on_conflict_do_nothing().returning(_REQUESTS.c.id)


_TAKEN = select(_REQUESTS.c.id).where(_REQUESTS.c.id == bindparam("request"))
_OLD = standing(
    delete(ProcessedRequestRow)
    .where(ProcessedRequestRow.at < bindparam("before", type_=UtcDateTime()))
    .execution_options(synchronize_session=False)
)
