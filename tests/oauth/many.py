"""Many lost deals of a workspace, put straight into the database."""

from datetime import UTC, datetime

from sqlalchemy import insert

from storage.owner import EVERYBODY
from storage.tables import DealRow
from tests.oauth.rig import OAuthRig
from tests.rig import ANA


def many_deals(rig: OAuthRig, team: str, count: int) -> None:
    same = {"team": team, "rep": ANA.id, "made_at": datetime(2026, 1, 1, tzinfo=UTC)}
    rows = [same | {"prospect": f"P{n}", "prospect_key": f"p{n}"} for n in range(count)]
    with rig.db.write(EVERYBODY) as session:
        session.execute(insert(DealRow), rows)
