"""Whose morning has come: the look that precedes every claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from storage.awake import is_awake
from storage.lease import is_free
from storage.made_once import made_once
from storage.owner import Owner
from storage.records import PENDING
from storage.tables import NudgeRow
from storage.types import UtcDateTime


@dataclass(frozen=True)
class DueRep:
    """A rep whose morning has come, with the nudges it is about."""

    owner: Owner
    nudge_ids: tuple[int, ...]


def due_reps(session: Session, now: datetime, most: int) -> Sequence[DueRep]:
    """Up to `most` reps with something to be claimed: each workspace in turn, the longest overdue first.

    Workspaces take turns, so that a large one does not hold up the small ones; one whose sending rests has none.
    Asked of a reader, so that a sweep without work takes no writer.
    """
    return [
        DueRep(Owner(team, rep), tuple(map(int, ids.split(","))))
        for team, rep, ids in session.execute(_due(session), {"now": now, "most": most})
    ]


@made_once
def _due(session: Session) -> Select[Any]:
    now = bindparam("now", type_=UtcDateTime())
    first = func.min(NudgeRow.due_at)
    ids = func.aggregate_strings(cast(NudgeRow.id, String), ",")
    turn = func.row_number().over(partition_by=NudgeRow.team, order_by=first)
    waiting = (
        select(NudgeRow.team, NudgeRow.rep, first.label("first"), turn.label("turn"), ids.label("ids"))
        .where(
            NudgeRow.status == PENDING,
            NudgeRow.due_at <= now,
            is_free(session, NudgeRow.claimed_until),
            is_awake(NudgeRow.team, now),
        )
        .group_by(NudgeRow.team, NudgeRow.rep)
        .subquery()
    )
    found = select(waiting.c.team, waiting.c.rep, waiting.c.ids)
    return found.order_by(waiting.c.turn, waiting.c.first).limit(bindparam("most"))
