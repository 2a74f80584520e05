"""What comes in from outside and goes out again, put straight into a database."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.hooks import Direction, add_hook
from storage.import_tables import ImportRow
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.outbox import put_step_end
from storage.owner import Owner
from storage.secrets import Vault, new_key
from storage.workflow_steps import begin_step


def in_and_out(session: Session, owner: Owner, at: datetime) -> None:
    """A hook of the workspace; of the rep an offer and the run that waits for it, an import, and a run that ended."""
    add_hook(session, Vault([new_key()]), owner.team, Direction.IN, at)
    taken = take_in(session, owner, OfferSource.HOOK, ReportedDeal("1", "Birch"), at)
    begin_step(session, owner, f"Fx{owner.team}{owner.rep}", taken.offer_id, at, at)
    session.add(ImportRow(team=owner.team, rep=owner.rep, digest="0", made_at=at, offers=1))
    put_step_end(session, owner, f"Fx{owner.team}", at, error="Nobody answered.")
