"""A limit that Slack sets on sending is the whole workspace's: whatever else would be sent there waits as long."""

from datetime import datetime

from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from handlers.delivery.retry_policy import Park, TryAgain
from storage.workspaces import rest_sending

_LOOKING = ("conversations.history", "conversations.info", "conversations.members", "dnd.info", "users.info")


def rest_if_wanted(
    session: Session, team: str, error: Exception, what: TryAgain | Park, now: datetime
) -> bool:
    """Whether Slack wants a rest, which is noted in this transaction; its limit on looking is none on sending."""
    if not (isinstance(what, TryAgain) and what.rests):
        return False
    if isinstance(error, SlackApiError) and not str(error.response.api_url).endswith(_LOOKING):
        rest_sending(session, team, now + what.after)
    return True
