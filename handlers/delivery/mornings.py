"""What was claimed, as mornings: the rows of each rep with their deals, read in a few statements for all of them."""

from collections.abc import Mapping, Sequence

from coaching.deal import LostDeal
from handlers.delivery.batch import Morning
from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.deal_record import DealRecord
from storage.deals import find_records, find_with_reps
from storage.nudges import DueNudge
from storage.owner import EVERYBODY, Owner
from storage.reps import Rep, find_reps

_Deals = dict[int, LostDeal | Exception]
"""By the nudge's id, its deal, or why that cannot be read."""


def read_mornings(services: Services, owners: Sequence[Owner], claimed: Sequence[DueNudge]) -> list[Morning]:
    """In the order of their owners. What was decided between the claim and this reading is not sent."""
    deals, reps = _read(services, claimed) if claimed else ({}, {})
    rows: dict[Owner, list[DueNudge]] = {owner: [] for owner in owners}
    for due in claimed:
        if due.id in deals:
            rows[due.owner].append(due)
    return [Morning(owner, mine, deals, reps.get(owner)) for owner, mine in rows.items() if mine]


def _read(services: Services, claimed: Sequence[DueNudge]) -> tuple[_Deals, Mapping[Owner, Rep]]:
    """One that cannot be read has its error there, and holds up no other."""
    try:
        with services.db.read(EVERYBODY) as session:
            records, reps = find_with_reps(session, {due.deal_id for due in claimed})
            return _deals(records, claimed), reps
    except UNREACHABLE:
        raise
    except Exception:
        with services.db.read(EVERYBODY) as session:
            reps = find_reps(session, {due.owner for due in claimed})
        return {key: deal for due in claimed for key, deal in _read_one(services, due).items()}, reps


def _read_one(services: Services, due: DueNudge) -> _Deals:
    try:
        with services.db.read(EVERYBODY) as session:
            return _deals(find_records(session, {due.deal_id}), [due])
    except UNREACHABLE:
        raise
    except Exception as error:
        return {due.id: error}


def _deals(records: Mapping[int, DealRecord], claimed: Sequence[DueNudge]) -> _Deals:
    deals = {deal_id: record.deal for deal_id, record in records.items()}
    return {due.id: deals[due.deal_id] for due in claimed if _is_ours(records.get(due.deal_id), due)}


def _is_ours(record: DealRecord | None, due: DueNudge) -> bool:
    return record is not None and record.still_due(due.id, due.claim)
