"""The queue of nudges: claimed when due, settled when sent, put off when it is not their time.

A claim is a lease. Whoever claims settles under the claim's own name, so that one who comes too late changes
nothing; and a nudge whose claim ran out may have been sent, which `unknown_since` tells the next claimer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, case, cast, func, or_, select, update
from sqlalchemy.orm import Session

from coaching.plan import Opening
from coaching.steps import Step
from storage.due_reps import DueRep
from storage.isolation import standing
from storage.lease import LEASE_TIME, is_free, lease_clock, lease_now
from storage.owner import Owner, of_owner
from storage.records import DONE, PARKED, PENDING
from storage.tables import NudgeRow

_DO_NOT_DISTURB = "do_not_disturb"


@dataclass(frozen=True)
class DueNudge:
    """A nudge this process has claimed: nobody else sends it before its claim ends.

    `public_id` goes with the message; `attempts` counts the tries that failed so far; `unknown_since` is when
    a try was made whose outcome nobody knows, None when there is none. `failure` names why it was put off, None
    unless that was Do Not Disturb.
    """

    id: int
    owner: Owner
    deal_id: int
    plan_id: int
    step: Step
    opening: Opening
    due_on: date
    due_at: datetime
    public_id: str
    attempts: int
    unknown_since: datetime | None
    failure: str | None
    claim: str

    @property
    def held(self) -> bool:
        """Whether Do Not Disturb made it miss the window of the day `due_on`."""
        return self.failure == _DO_NOT_DISTURB


def claim_due(session: Session, now: datetime, reps: Sequence[DueRep]) -> Sequence[DueNudge]:
    """Claims what is due at `now` for these reps, as far as it still is.

    A claim that has run out is taken over. A rep's whole morning is claimed together, by one process only, so
    that it can be counted.
    """
    ids = [nudge_id for mine in _take_turns(session, reps) for nudge_id in mine.nudge_ids]
    return _claim(session, NudgeRow.id.in_(ids), now) if ids else []


def claim_these(session: Session, owner: Owner, which: ColumnElement[bool]) -> Sequence[DueNudge]:
    """Takes over those of the owner's that are being sent, or may have been, whoever claimed them."""
    mine = of_owner(NudgeRow, owner)
    open_ = NudgeRow.claimed_until.is_not(None) | NudgeRow.unknown_since.is_not(None)
    ids = select(NudgeRow.id).where(mine, which, _PENDING, open_)
    return _take(session, ids)


def claim_of_deal(session: Session, deal_id: int, now: datetime) -> DueNudge | None:
    """Claims a deal's nudge that has just been scheduled for now."""
    session.flush()
    return next(iter(_claim(session, NudgeRow.deal_id == deal_id, now)), None)


def mark_done(session: Session, due: DueNudge) -> bool:
    """A step without a message is done."""
    return _settle(session, due, False, status=DONE)


def park(session: Session, due: DueNudge, now: datetime, failure: str) -> bool:
    """Parks a nudge that can never be sent, with the name of why."""
    return _settle(session, due, True, status=PARKED, failed_at=now, failure=failure[:64])


def postpone(
    session: Session,
    due: DueNudge,
    due_at: datetime,
    due_on: date | None = None,
    failed: bool = False,
    unknown: bool = False,
    held: bool = False,
) -> bool:
    """Due again at `due_at`, not before the day `due_on` if given, unless it was superseded meanwhile.

    `failed` counts a try; `unknown` says that it may have been sent all the same; `held` that Do Not Disturb made
    it miss that day's window.
    """
    values: dict[str, object] = {"due_at": due_at, "attempts": due.attempts + failed}
    values |= {"due_on": due_on, "failure": _DO_NOT_DISTURB if held else None} if due_on else {}
    since = (due.unknown_since or lease_now(session)) if unknown else None
    return _settle(session, due, True, **values, unknown_since=since)


def release(session: Session, rows: Collection[DueNudge]) -> None:
    """Gives back what was claimed and not touched: anybody may claim it at once, and knows no less than before."""
    for due in rows:
        _settle(session, due, True, unknown_since=due.unknown_since)


def are_there(session: Session, nudge_ids: Collection[int]) -> bool:
    """Whether none of their deals has been deleted."""
    query = select(func.count()).select_from(NudgeRow).where(NudgeRow.id.in_(nudge_ids))
    return session.scalar(query) == len(nudge_ids)


def any_there(session: Session, owner: Owner, public_ids: Collection[str]) -> bool:
    """Whether the deal of one of the owner's nudges with these public ids has not been deleted."""
    query = select(NudgeRow.id).where(of_owner(NudgeRow, owner), NudgeRow.public_id.in_(public_ids))
    return session.scalars(query.limit(1)).first() is not None


def are_held(session: Session, rows: Collection[DueNudge]) -> bool:
    """Whether all of them are still to be sent, and claimed as they were."""
    mine = [(NudgeRow.id == due.id) & (NudgeRow.claimed_by == due.claim) for due in rows]
    query = select(func.count()).select_from(NudgeRow).where(or_(*mine), _PENDING)
    return session.scalar(query) == len(rows)


_PENDING = NudgeRow.status == PENDING


def _take_turns(session: Session, reps: Sequence[DueRep]) -> Sequence[DueRep]:
    """Those whose nudges no other process is claiming at this moment; SQLite has one writer anyhow."""
    if not reps or session.get_bind().dialect.name != "postgresql":
        return reps
    names = [f"{one.owner.team}/{one.owner.rep}" for one in reps]
    keys = [func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0)) for name in names]
    got = session.execute(select(*keys)).one()
    return [one for one, mine in zip(reps, got, strict=True) if mine]


def _claim(session: Session, which: ColumnElement[bool], now: datetime) -> list[DueNudge]:
    # Not the status as it is: by its index SQLite would go through all that is due, and not just through these.
    pending = func.coalesce(NudgeRow.status, "") == PENDING
    free = is_free(session, NudgeRow.claimed_until)
    due = select(NudgeRow.id).where(which, pending, NudgeRow.due_at <= now, free)
    return _take(session, due.with_for_update(skip_locked=True))


def _take(session: Session, ids: Select[Any]) -> list[DueNudge]:
    claim = token_hex(8)
    ran_out = case((NudgeRow.claimed_until.is_not(None), NudgeRow.claimed_until))
    claimed = session.execute(
        update(NudgeRow)
        .where(NudgeRow.id.in_(ids))
        .values(
            claimed_until=lease_clock(session, LEASE_TIME),
            claimed_by=claim,
            unknown_since=func.coalesce(NudgeRow.unknown_since, ran_out),
            public_id=func.coalesce(NudgeRow.public_id, f"{claim}-" + cast(NudgeRow.id, String)),
        )
        .returning(NudgeRow.team, NudgeRow.rep, *_CLAIMED)
        .execution_options(synchronize_session=False)
    )
    found = [_due(row, claim) for row in claimed]
    return sorted(found, key=lambda one: (one.due_on, one.id))


_CLAIMED = [getattr(NudgeRow, name.name) for name in fields(DueNudge) if name.name not in ("owner", "claim")]


def _due(row: Row[Any], claim: str) -> DueNudge:
    told = row._asdict()
    return DueNudge(owner=Owner(told.pop("team"), told.pop("rep")), claim=claim, **told)


def _settle(session: Session, due: DueNudge, pending: bool, **values: object) -> bool:
    """Changes the row under its claim, and ends the claim; whether the claim still held.

    With `pending` only as long as nothing has superseded it.
    """
    new = {f"new_{name}": value for name, value in values.items()}
    done = session.execute(_settled(tuple(values), pending), {"nudge": due.id, "claim": due.claim, **new})
    return done.first() is not None


@cache
def _settled(columns: tuple[str, ...], pending: bool) -> Any:
    changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    held = update(NudgeRow).where(
        NudgeRow.id == bindparam("nudge"), NudgeRow.claimed_by == bindparam("claim")
    )
    ended = (held.where(NudgeRow.status == PENDING) if pending else held).values(
        claimed_until=None, claimed_by=None, **changes
    )
    return standing(ended.returning(NudgeRow.id).execution_options(synchronize_session=False))
