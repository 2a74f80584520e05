"""A workspace that joins an organisation, and whose token is stored under which name."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from playground import LocalWorkspace
from storage.owner import EVERYBODY
from tests.oauth.rig import OAuthRig

ORG = "E0ORG"


def join(ws: LocalWorkspace, org: str | None = ORG) -> None:
    """From now on Slack names the organisation with everything that comes from there."""
    with ws._ws.lock:
        ws._ws.identity = replace(ws._ws.identity, enterprise_id=org, enterprise_name="The Org")


def bots(rig: OAuthRig) -> list[tuple[str | None, str | None]]:
    """Where a token is stored for: organisation and workspace."""
    with rig.db.read(EVERYBODY) as session:
        found = session.execute(text("SELECT enterprise_id, team_id FROM slack_bots ORDER BY id"))
        return [(row[0], row[1]) for row in found]


@pytest.fixture
def joined(each_rig: OAuthRig) -> OAuthRig:
    """Ana has lost a deal; then the workspace joins, and nobody has asked Slack about it yet."""
    each_rig.install()
    each_rig.debrief(each_rig.ana)
    each_rig.clock.move(minutes=1)
    join(each_rig.slack)
    return each_rig


def asked(rig: OAuthRig, method: str = "auth.test") -> int:
    """How often Slack was."""
    return sum(call.method == method for call in rig.slack.calls)
