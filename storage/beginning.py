"""What is asked of a rep at every command, in one small question: are they settled, and how does a debrief begin?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from storage.languages import BY_SLACK, RepLanguage
from storage.offer_tables import OfferRow
from storage.owner import Owner
from storage.records import PARKED
from storage.tables import NudgeRow, RepRow

_TEAM: BindParameter[str] = bindparam("team")
_REP: BindParameter[str] = bindparam("rep")
_HAS_PARKED = or_(
    exists().where(NudgeRow.team == _TEAM, NudgeRow.rep == _REP, NudgeRow.status == PARKED),
    exists().where(OfferRow.team == _TEAM, OfferRow.rep == _REP, OfferRow.failed_at.is_not(None)),
)
_IS_SETTLED = (RepRow.zone_seen_at >= bindparam("since")) & ~_HAS_PARKED
_SETTLED = select(RepRow.zone_seen_at).where(RepRow.team == _TEAM, RepRow.rep == _REP, _IS_SETTLED)
_BEGAN_WITH = (RepRow.debrief_screens, RepRow.language, RepRow.locale)
_BEGINNING = select(*_BEGAN_WITH, _IS_SETTLED).where(RepRow.team == _TEAM, RepRow.rep == _REP)


def is_settled(session: Session, owner: Owner, since: datetime) -> bool:
    """Whether the rep's zone was heard of since then and nothing of theirs is parked.

    Asked at every command: made once, and past the mapped classes, since it names its owner itself.
    """
    asked = {"team": owner.team, "rep": owner.rep, "since": since}
    return session.connection().execute(_SETTLED, asked).first() is not None


@dataclass(frozen=True)
class Beginning:
    """What a debrief begins with, as the rep chose it; and whether they are settled."""

    screens: int | None = None
    language: RepLanguage = BY_SLACK
    is_settled: bool = False


def beginning(session: Session, owner: Owner, since: datetime) -> Beginning:
    """In the same small question as whether they are settled."""
    asked = {"team": owner.team, "rep": owner.rep, "since": since}
    found: Any = session.connection().execute(_BEGINNING, asked).first()
    if found is None:
        return Beginning()
    screens, language, locale, settled = found
    return Beginning(screens, RepLanguage(language, locale), bool(settled))
