"""A hook of a workspace and an offer of a rep, put straight into a database."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.hooks import Direction, add_hook
from storage.offer_tables import OfferSource
from storage.offers import LostDeal, take_in
from storage.owner import Owner
from storage.secrets import Vault, new_key


def hook_and_offer(session: Session, owner: Owner, at: datetime) -> None:
    add_hook(session, Vault([new_key()]), owner.team, Direction.IN, at)
    take_in(session, owner, OfferSource.HOOK, LostDeal("1", "Birch"), at)
