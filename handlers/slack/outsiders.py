"""Whether people of other companies read a channel, through Slack Connect: asked where the bot is allowed to ask."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.context import Services
from handlers.slack.errors import error_code
from handlers.slack.json_shapes import record
from storage.owner import Owner

_SCOPES = ("channels:read", "groups:read")
"""For public channels and for private ones; which kind a channel is of, its id does not tell."""
_SIGNS = ("is_ext_shared", "is_pending_ext_shared")
"""They are in it, or were invited: then they will read what stands there."""


def has_outsiders(services: Services, client: WebClient, owner: Owner, channel: str) -> bool:
    """False also where the bot may not ask; raises SLACK_FAILED when Slack does not say."""
    if not any(services.may(owner.team, scope) for scope in _SCOPES):
        return False
    try:
        told = record(client.conversations_info(channel=channel).get("channel"))
    except SlackApiError as error:
        if error_code(error) != "missing_scope":
            raise
        return False
    return any(told.get(sign) for sign in _SIGNS)
