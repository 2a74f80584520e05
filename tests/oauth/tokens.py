"""The token that a workspace is called with."""

from tests.oauth.rig import OAuthRig
from tests.rig import TEAM


def token(rig: OAuthRig, team: str = TEAM) -> str:
    return str(rig.where.client_for(team).token)
