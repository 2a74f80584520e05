"""The rep's DM, and the messages of ours in it."""

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.blocks import Message
from storage.owner import Owner
from storage.reps import find_rep, remember_dm

_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})
_log = logging.getLogger(__name__)


def dm_with(services: Services, client: WebClient, owner: Owner) -> str:
    """The channel id of the rep's DM, asked of Slack once and kept."""
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    return rep.dm_channel if rep and rep.dm_channel else open_dm(services, client, owner)


def open_dm(services: Services, client: WebClient, owner: Owner) -> str:
    """The same, asked of Slack again."""
    channel = str(client.conversations_open(users=[owner.rep])["channel"]["id"])
    with services.db.write(owner) as session:
        remember_dm(session, owner, channel)
    return channel


def update(client: WebClient, channel: str, ts: str, message: Message) -> bool:
    """Whether the message was still there to be changed."""
    try:
        client.chat_update(channel=channel, ts=ts, **message)
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise
        return False
    return True


def empty(client: WebClient, channel: str, ts: str, message: Message) -> None:
    """Replaces a message about something deleted; where Slack will not, the message is taken back instead."""
    try:
        update(client, channel, ts, message)
    except SLACK_FAILED:
        take_back(client, channel, ts)


def take_back(client: WebClient, channel: str, ts: str) -> None:
    """Deletes a message of ours; one that Slack will not delete stays."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SLACK_FAILED as error:
        _log.warning("message %s is not taken back: %s", ts, error_code(error))
