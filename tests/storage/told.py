"""What comes in from outside and goes out again, put straight into a database."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.hooks import Direction, add_hook
from storage.import_tables import ImportRow
from storage.offer_tables import OfferSource
from storage.offers import LostDeal, take_in
from storage.outbox import put_step_end
from storage.owner import Owner
from storage.secrets import Vault, new_key


def in_and_out(session: Session, owner: Owner, at: datetime) -> None:
    """A hook of the workspace; of the rep an offer, an import, and a workflow's step that ended."""
    add_hook(session, Vault([new_key()]), owner.team, Direction.IN, at)
    take_in(session, owner, OfferSource.HOOK, LostDeal("1", "Birch"), at)
    session.add(ImportRow(team=owner.team, rep=owner.rep, digest="0", made_at=at, offers=1))
    put_step_end(session, owner, f"Fx{owner.team}", at, error="Nobody answered.")
