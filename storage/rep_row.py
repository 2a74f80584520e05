"""A rep's own row, changed in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from storage.isolation import standing
from storage.made_once import given, of_given
from storage.owner import Owner
from storage.tables import RepRow


def change_rep(session: Session, owner: Owner, **values: object) -> None:
    """What was read of the rep before is read anew; nothing where there is no row of theirs."""
    new = {f"new_{name}": value for name, value in values.items()}
    session.execute(_changed(tuple(values)), given(owner, **new))
    session.expire_all()


@cache
def _changed(columns: tuple[str, ...]) -> Any:
    changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    changed = update(RepRow).where(of_given(RepRow)).values(changes)
    return standing(changed.execution_options(synchronize_session=False))
