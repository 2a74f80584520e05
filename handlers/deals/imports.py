"""What becomes of a list that was read: which of its rows are new, and taking those in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.lists.lost_deals import DealList, ListedDeal
from storage.deal_record import prospect_key
from storage.imports import find_import, import_deals, known_prospects
from storage.owner import Owner


@dataclass(frozen=True)
class Looked:
    """A list beside what its rep has: `known` are rows whose prospect has an open lost deal, or an offer that waits.

    `before` is when this very list was imported.
    """

    read: DealList
    new: Sequence[ListedDeal]
    known: Sequence[ListedDeal]
    before: datetime | None

    @property
    def comes_in(self) -> bool:
        """Whether anything of it is taken in."""
        return self.before is None and bool(self.new)


def look_through(session: Session, owner: Owner, read: DealList) -> Looked:
    known = known_prospects(session, owner)
    before = find_import(session, owner, read.digest)
    is_known = [prospect_key(row.deal.full_name) in known for row in read.deals]
    parted = list(zip(read.deals, is_known, strict=True))
    return Looked(
        read,
        [row for row, there in parted if not there],
        [row for row, there in parted if there],
        before.made_at if before else None,
    )


def take_list(session: Session, owner: Owner, read: DealList, now: datetime) -> Looked:
    """Stores all that is new in it, once; what was found before that."""
    found = look_through(session, owner, read)
    if found.comes_in:
        import_deals(session, owner, read.digest, [row.deal for row in found.new], now)
    return found
