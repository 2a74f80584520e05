"""Outgoing hooks: who wants to be told of what, with what it takes to tell them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, exists, select, update
from sqlalchemy.orm import Session

from storage.hook_tables import HookRow
from storage.hooks import Direction, sealed_of
from storage.offer_tables import OfferRow, OfferSource
from storage.secrets import Vault
from storage.step_tables import WorkflowStepRow


@dataclass(frozen=True)
class Receiver:
    """Where a hook posts to. `sealed` are its secrets as they are stored, the newest first."""

    hook_id: int
    url: str
    sealed: tuple[str, ...]

    def secrets(self, vault: Vault) -> tuple[str, ...]:
        """WrongKey as `Vault.open`."""
        return tuple(vault.open(one) for one in self.sealed)


def is_on() -> ColumnElement[bool]:
    """That something is posted to a hook: it goes out, and is neither removed nor switched off."""
    on: ColumnElement[bool] = (HookRow.direction == str(Direction.OUT)) & HookRow.removed_at.is_(None)
    return on & HookRow.stopped_at.is_(None)


def is_awake(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """That a hook does not rest."""
    awake: ColumnElement[bool] = HookRow.rests_until.is_(None) | (HookRow.rests_until <= now)
    return awake


def receiver_of(row: HookRow, now: datetime) -> Receiver:
    return Receiver(row.id, row.url or "", sealed_of(row, now))


def external_id_of(deal_id: int) -> ScalarSelect[Any]:
    """The id by which the system that told of a deal knows it, the newest of several; for use within a statement.

    A line of an imported list has none, nor has a run of a workflow step that named no record: that goes by its own.
    """
    told = OfferRow.source.in_((OfferSource.HOOK, OfferSource.STEP)) & (OfferRow.deal_id == deal_id)
    of_run = exists().where(
        WorkflowStepRow.offer_id == OfferRow.id, WorkflowStepRow.execution_id == OfferRow.external_id
    )
    query = select(OfferRow.external_id).where(told, ~of_run)
    return query.order_by(OfferRow.id.desc()).limit(1).scalar_subquery()


def stop_hook(session: Session, hook_id: int, now: datetime) -> None:
    """Its receiver is gone: nothing more is put into the outbox for it."""
    session.execute(update(HookRow).where(HookRow.id == hook_id).values(stopped_at=now))


def start_hook(session: Session, hook_id: int) -> None:
    """It is on again, and rests no longer."""
    on = {"stopped_at": None, "rests_until": None}
    session.execute(update(HookRow).where(HookRow.id == hook_id).values(on))


def rest_hook(session: Session, hook_id: int, until: datetime) -> None:
    """Nothing more is posted to it before `until`; a longer rest is not cut short."""
    longer = HookRow.rests_until.is_(None) | (HookRow.rests_until < until)
    session.execute(update(HookRow).where(HookRow.id == hook_id, longer).values(rests_until=until))
