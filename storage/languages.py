"""Which language a rep reads: what they chose, and what Slack tells of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.orm import Session

from storage.owner import Owner, of_owner
from storage.tables import RepRow

_TEAM: BindParameter[str] = bindparam("team")
_REP: BindParameter[str] = bindparam("rep")
_ASKED = select(RepRow.language, RepRow.locale).where(RepRow.team == _TEAM, RepRow.rep == _REP)


@dataclass(frozen=True)
class RepLanguage:
    """`chosen` in the settings is a language such as `de`; `told` by Slack is a locale such as `de_AT`.

    None where they chose nothing, and go by Slack; and where Slack has told nothing yet.
    """

    chosen: str | None = None
    told: str | None = None


BY_SLACK = RepLanguage()
"""Of whom nothing is known: Slack is asked with the zone."""


def language_of(session: Session, owner: Owner) -> RepLanguage:
    """In one small statement, past the mapped classes, since it names its owner itself."""
    found: Any = session.connection().execute(_ASKED, {"team": owner.team, "rep": owner.rep}).first()
    return RepLanguage(*found) if found else BY_SLACK


def choose_language(session: Session, owner: Owner, language: str | None) -> None:
    """None goes by Slack again."""
    mine = of_owner(RepRow, owner)
    changed = RepRow.language.is_distinct_from(language)
    session.execute(update(RepRow).where(mine, changed).values(language=language))
    session.expire_all()
