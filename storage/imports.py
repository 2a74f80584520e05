"""Imported lists: taken in whole and once, counted, stopped and gone on with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from storage.deal_record import prospect_key
from storage.import_tables import ImportRow
from storage.isolation import standing
from storage.made_once import given, of_given
from storage.offer_answers import AgainAt, resume_offers, stop_offers
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import OPEN, ReportedDeal
from storage.offers_in import take_in
from storage.owner import Owner, of_owner
from storage.tables import DealRow
from storage.upsert import insert_into

_IMPORTS: Any = ImportRow.__table__
_IMPORTED = OfferRow.source == OfferSource.IMPORT


@dataclass(frozen=True)
class Imported:
    """A rep's imported deals: how many in all, still to be asked about, asked and brought up again, and stopped."""

    all: int = 0
    waiting: int = 0
    asked: int = 0
    stopped: int = 0

    @property
    def left(self) -> int:
        """Still to debrief."""
        return self.waiting + self.asked + self.stopped


@dataclass(frozen=True)
class Import:
    """A list that came in, and how many deals of it did."""

    made_at: datetime
    offers: int


def find_import(session: Session, owner: Owner, digest: str) -> Import | None:
    """This very list, if the rep imported it."""
    query = select(ImportRow.made_at, ImportRow.offers).where(
        of_owner(ImportRow, owner), ImportRow.digest == digest
    )
    found = session.execute(query).one_or_none()
    return Import(found[0], found[1]) if found else None


def known_prospects(session: Session, owner: Owner) -> frozenset[str]:
    """The keys of all prospects with a lost deal that is not won back, or with an offer that waits."""
    mine = of_owner(DealRow, owner)
    lost = session.scalars(select(DealRow.prospect_key).where(mine, DealRow.won_back_at.is_(None)))
    waits = of_owner(OfferRow, owner) & OfferRow.status.in_((*OPEN, OfferStatus.STOPPED))
    offered = session.execute(select(OfferRow.prospect, OfferRow.company).where(waits))
    names = (ReportedDeal("", prospect, company).full_name for prospect, company in offered)
    return frozenset([*lost, *map(prospect_key, names)])


def import_deals(
    session: Session, owner: Owner, digest: str, deals: Sequence[ReportedDeal], now: datetime
) -> bool:
    """Takes them all in as offers; False, and nothing is, where this very list was imported before.

    Each deal's `external_id` is its own in the list; it becomes one in the workspace.
    """
    whose = {"team": owner.team, "rep": owner.rep, "digest": digest}
    made = insert_into(session, _IMPORTS).values(**whose, made_at=now, offers=len(deals))
    once = made.on_conflict_do_nothing(index_elements=["team", "rep", "digest"]).returning(_IMPORTS.c.id)
    import_id = session.connection().execute(once).scalar_one_or_none()
    if import_id is None:
        return False
    for deal in deals:
        own = replace(deal, external_id=f"{import_id}:{deal.external_id}")
        take_in(session, owner, OfferSource.IMPORT, own, now)
    return True


def imported_counts() -> tuple[ScalarSelect[int], ...]:
    """What `Imported` holds of the given owner, in its order, for the columns of a statement that asks for more."""
    mine = select(func.count()).select_from(OfferRow).where(of_given(OfferRow), _IMPORTED)
    waiting = OfferRow.status.in_((OfferStatus.WAITING, OfferStatus.LATER))
    asked, comes = OfferRow.status == OfferStatus.OFFERED, OfferRow.due_at.is_not(None)
    stopped = (OfferRow.status == OfferStatus.STOPPED) | (asked & ~comes)
    which = (mine, *(mine.where(one) for one in (waiting, asked & comes, stopped)))
    return tuple(one.scalar_subquery() for one in which)


def count_imported(session: Session, owner: Owner) -> Imported:
    counted = session.execute(_counts(), given(owner)).one()
    return Imported(counted[0], counted[1], counted[2], counted[3])


@cache
def _counts() -> Any:
    counts: Any = select(*imported_counts())
    return standing(counts)


def stop_imports(session: Session, owner: Owner, now: datetime) -> int:
    """Nothing more is asked of what was imported; how many were stopped."""
    return stop_offers(session, owner, _external_ids(session, owner), now)


def resume_imports(session: Session, owner: Owner, now: datetime, again_at: AgainAt) -> int:
    """What was stopped is asked about again, or once more at `again_at`; how many."""
    return resume_offers(session, owner, _external_ids(session, owner), now, again_at)


def delete_imports(session: Session, owner: Owner) -> None:
    session.execute(delete(ImportRow).where(of_owner(ImportRow, owner)))


def forget_imports(session: Session, team: str) -> None:
    session.execute(delete(ImportRow).where(ImportRow.team == team))


def move_imports(session: Session, team: str, org: str) -> None:
    """They go along; a list that was imported there already is known there."""
    there = aliased(ImportRow)
    same = (there.rep == ImportRow.rep) & (there.digest == ImportRow.digest)
    known: ColumnElement[bool] = exists().where(there.team == org, same)
    session.execute(delete(ImportRow).where(ImportRow.team == team, known))
    session.execute(update(ImportRow).where(ImportRow.team == team).values(team=org))


def _external_ids(session: Session, owner: Owner) -> Sequence[str]:
    return session.scalars(select(OfferRow.external_id).where(of_owner(OfferRow, owner), _IMPORTED)).all()
