"""Debriefs on their way through the screens, kept so that what was typed outlives the modal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, select, update
from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Source
from coaching.debrief import Draft
from storage.deal_record import prospect_key
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.owner import Owner, of_owner
from storage.tables import DraftRow


@dataclass(frozen=True)
class StoredDraft:
    """A kept draft, what it is for (a new debrief, or the correction of a deal's answers), and its note in the DM."""

    id: int
    draft: Draft
    source: Source
    deal_id: int | None
    nudge_id: int | None
    finished_at: datetime | None
    saved_at: datetime
    note_channel: str | None
    note_ts: str | None
    offer_id: int | None = None
    made_at: datetime | None = None


_LEFT = (
    select(DraftRow.id)
    .where(of_given(DraftRow))
    .where(DraftRow.finished_at.is_(None), DraftRow.source == Source.DEBRIEF)
    .where(DraftRow.prospect_key == bindparam("prospect"))
    .order_by(DraftRow.id.desc())
    .limit(1)
)
_BEGUN = standing(select(DraftRow.id).where(of_given(DraftRow), DraftRow.begun_in == bindparam("modal")))
# What was changed by a statement is read as it is now, also where this transaction has read it before.
_KEPT = (
    select(DraftRow)
    .where(of_given(DraftRow))
    .order_by(DraftRow.id.desc())
    .execution_options(populate_existing=True)
)
_BY_ID = standing(_KEPT.where(DraftRow.id == bindparam("draft")))
_BY_ID_LOCKED = standing(_BY_ID.with_for_update())
_UNFINISHED = standing(_KEPT.where(DraftRow.finished_at.is_(None), DraftRow.source == Source.DEBRIEF))

_CHANGE = update(DraftRow).where(DraftRow.id == bindparam("kept_id"))
_AS_IT_IS: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("draft", "saved_at", "prospect_key")}
_SAVED = standing(_CHANGE.values(_AS_IT_IS).execution_options(synchronize_session=False))
_FINISHED = standing(
    _CHANGE.where(DraftRow.finished_at.is_(None))
    .values(_AS_IT_IS | {name: bindparam(f"new_{name}") for name in ("finished_at", "deal_id")})
    .returning(DraftRow.id)
    .execution_options(synchronize_session=False)
)


def start_draft(
    session: Session,
    owner: Owner,
    draft: Draft,
    now: datetime,
    source: Source = Source.DEBRIEF,
    deal_id: int | None = None,
    nudge_id: int | None = None,
    begun_in: str | None = None,
    offer_id: int | None = None,
) -> int:
    """The draft's id. What was begun in the same modal, `begun_in`, is the same draft, sent twice."""
    if begun_in and (known := session.scalars(_BEGUN, given(owner, modal=begun_in)).one_or_none()):
        return known
    row = DraftRow(
        team=owner.team,
        rep=owner.rep,
        made_at=now,
        saved_at=now,
        draft=draft,
        source=source,
        deal_id=deal_id,
        nudge_id=nudge_id,
        prospect_key=prospect_key(draft.prospect),
        begun_in=begun_in,
        offer_id=offer_id,
    )
    session.add(row)
    session.flush()
    return row.id


def find_draft(session: Session, owner: Owner, draft_id: int, lock: bool = False) -> StoredDraft | None:
    """The owner's draft; with `lock`, nobody else changes it before this transaction ends."""
    found = _read(session, _BY_ID_LOCKED if lock else _BY_ID, given(owner, draft=draft_id))
    return found[0] if found else None


def unfinished(session: Session, owner: Owner) -> Sequence[StoredDraft]:
    """New debriefs left half-way, newest first."""
    return _read(session, _UNFINISHED, given(owner))


def left_half_way(session: Session, owner: Owner, prospect: str) -> StoredDraft | None:
    """The newest debrief left half-way about this prospect. Asked before every modal, so it asks for little."""
    about = given(owner, prospect=prospect_key(prospect))
    found = session.connection().execute(_LEFT, about).scalar_one_or_none()
    return find_draft(session, owner, found) if found else None


def left_for_deal(
    session: Session, owner: Owner, deal: LostDeal, source: Source, nudge_id: int | None = None
) -> StoredDraft | None:
    """A correction of the deal's present answers that was left half-way."""
    same = (DraftRow.deal_id == deal.id) & (DraftRow.source == source) & DraftRow.finished_at.is_(None)
    left = _left(session, owner, same & DraftRow.nudge_id.is_not_distinct_from(nudge_id))
    return next((kept for kept in left if kept.saved_at >= deal.debriefs[-1].at), None)


def left_for_offer(session: Session, owner: Owner, offer_id: int) -> StoredDraft | None:
    """The newest debrief of an offer that was left half-way."""
    left = _left(session, owner, (DraftRow.offer_id == offer_id) & DraftRow.finished_at.is_(None))
    return left[0] if left else None


def save_draft(session: Session, draft_id: int, draft: Draft, now: datetime) -> None:
    session.execute(_SAVED, _as_it_is(draft_id, draft, now))


def remember_note(session: Session, draft_id: int, channel: str, ts: str) -> bool:
    """Where the note about an unfinished draft stands; whether there is still such a draft."""
    unfinished = update(DraftRow).where(DraftRow.id == draft_id, DraftRow.finished_at.is_(None))
    noted = session.execute(unfinished.values(note_channel=channel, note_ts=ts).returning(DraftRow.id))
    return noted.first() is not None


def finish_draft(session: Session, draft_id: int, draft: Draft, deal_id: int, now: datetime) -> bool:
    """Whether it was still unfinished: a submission that Slack delivers twice is stored once."""
    ends = {"new_finished_at": now, "new_deal_id": deal_id}
    done = session.execute(_FINISHED, _as_it_is(draft_id, draft, now) | ends)
    return done.first() is not None


def throw_away(session: Session, owner: Owner, draft_id: int) -> bool:
    """Whether there was such a draft to throw away."""
    mine = (DraftRow.id == draft_id) & of_owner(DraftRow, owner)
    gone = session.execute(
        delete(DraftRow).where(mine, DraftRow.finished_at.is_(None)).returning(DraftRow.id)
    )
    return gone.first() is not None


def _as_it_is(draft_id: int, draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "kept_id": draft_id,
        "new_draft": draft,
        "new_saved_at": now,
        "new_prospect_key": prospect_key(draft.prospect),
    }


def _left(session: Session, owner: Owner, where: ColumnElement[bool]) -> Sequence[StoredDraft]:
    return _read(session, _KEPT.where(where), given(owner))


def _read(session: Session, query: Select[Any], values: Mapping[str, Any]) -> Sequence[StoredDraft]:
    return [
        StoredDraft(
            row.id,
            row.draft,
            row.source,
            row.deal_id,
            row.nudge_id,
            row.finished_at,
            row.saved_at,
            row.note_channel,
            row.note_ts,
            row.offer_id,
            row.made_at,
        )
        for row in session.scalars(query, values)
    ]
