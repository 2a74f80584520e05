"""Whether something may be posted to a channel, and whether a person is in it: asked where the bot may ask."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.errors import error_code
from handlers.slack.json_shapes import record, string

_A_PAGE, _MOST_PAGES = 999, 5
_UNKNOWN = ("channel_not_found", "not_in_channel")


class Trouble(StrEnum):
    """Why nothing of a team's goes to a channel."""

    INVITE = "invite"
    """The bot is not in it; of a private channel Slack says then that there is none."""
    NOT_MEMBER = "not_member"
    ARCHIVED = "archived"
    OUTSIDERS = "outsiders"
    NO_SCOPE = "no_scope"
    REFUSED = "refused"


def trouble_with(client: WebClient, channel: str) -> Trouble | None:
    """Raises SLACK_FAILED when Slack does not say."""
    try:
        told = record(client.conversations_info(channel=channel).get("channel"))
    except SlackApiError as error:
        return _named(error)
    if told.get("is_archived"):
        return Trouble.ARCHIVED
    if told.get("is_ext_shared") or told.get("is_pending_ext_shared"):
        return Trouble.OUTSIDERS
    return None if told.get("is_member") else Trouble.INVITE


def trouble_for(client: WebClient, channel: str, person: str) -> Trouble | None:
    """The same, and whether the person is in it themselves: of the first few thousand members."""
    if trouble := trouble_with(client, channel):
        return trouble
    try:
        return None if any(person in page for page in _members(client, channel)) else Trouble.NOT_MEMBER
    except SlackApiError as error:
        return _named(error)


def _members(client: WebClient, channel: str) -> Iterator[list[Any]]:
    cursor = ""
    for _ in range(_MOST_PAGES):
        told = client.conversations_members(channel=channel, limit=_A_PAGE, cursor=cursor)
        yield told["members"]
        cursor = string(record(told.get("response_metadata")).get("next_cursor"))
        if not cursor:
            return


def _named(error: SlackApiError) -> Trouble:
    name = error_code(error)
    if name == "missing_scope":
        return Trouble.NO_SCOPE
    if name in _UNKNOWN:
        return Trouble.INVITE
    raise error
