"""What we know of a rep: their zone, and the DM with them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.owner import Owner
from storage.tables import RepRow


@dataclass(frozen=True)
class Rep:
    """A rep, with the IANA zone Slack last gave for them and when it was read."""

    owner: Owner
    zone: ZoneInfo
    zone_seen_at: datetime
    dm_channel: str | None


def find_rep(session: Session, owner: Owner) -> Rep | None:
    row = session.get(RepRow, (owner.team, owner.rep))
    return Rep(owner, ZoneInfo(row.zone), row.zone_seen_at, row.dm_channel) if row else None


def remember_zone(session: Session, owner: Owner, zone: str, now: datetime) -> None:
    session.merge(RepRow(team=owner.team, rep=owner.rep, zone=zone, zone_seen_at=now))


def remember_dm(session: Session, owner: Owner, channel: str) -> None:
    mine = (RepRow.team == owner.team) & (RepRow.rep == owner.rep)
    session.execute(update(RepRow).where(mine).values(dm_channel=channel))
