"""A rep's own row, changed in one statement."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.owner import Owner, of_owner
from storage.tables import RepRow


def change_rep(session: Session, owner: Owner, **values: object) -> None:
    """What was read of the rep before is read anew; nothing where there is no row of theirs."""
    mine = of_owner(RepRow, owner)
    session.execute(update(RepRow).where(mine).values(**values))
    session.expire_all()
