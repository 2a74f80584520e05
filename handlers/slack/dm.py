"""The rep's DM: one way to it for every message and file, and the messages of ours in it."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack.context import Services
from handlers.slack.errors import MAY_NOT_LOOK, SLACK_FAILED, error_code
from prompts.blocks import Message, View
from storage.owner import Owner
from storage.reps import find_rep, remember_dm

_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})
_log = logging.getLogger(__name__)
T = TypeVar("T")


def to_dm(
    services: Services,
    client: WebClient,
    owner: Owner,
    send: Callable[[str], T],
    known: str | None = None,
) -> tuple[str, T]:
    """Sends into the rep's DM; the channel it went to, and what `send` returned.

    Slack is asked for the DM once, and its id kept; `known` saves reading it. A DM that Slack no longer knows (the
    bot was installed anew, the workspace joined an organisation) is opened anew, once.
    """
    channel = known or _dm_with(services, client, owner)
    try:
        return channel, send(channel)
    except SlackApiError as error:
        if error_code(error) != "channel_not_found" or (fresh := _open(services, client, owner)) == channel:
            raise
    return fresh, send(fresh)


def post_to_dm(
    services: Services, client: WebClient, owner: Owner, message: Message, known: str | None = None
) -> tuple[str, str]:
    """Posts a message; its channel and ts."""

    def post(channel: str) -> str:
        services.throttle.wait_turn(channel)
        return str(client.chat_postMessage(channel=channel, **message)["ts"])

    return to_dm(services, client, owner, post, known)


def show_or_post(
    services: Services, client: WebClient, owner: Owner, view_id: str, shown: View, note: Message
) -> None:
    """Draws over the view that said to wait; where it was closed meanwhile, `note` says the same in the DM."""
    try:
        client.views_update(view_id=view_id, view=shown)
    except SlackApiError as error:
        if error_code(error) != "not_found":
            raise
        post_to_dm(services, client, owner, note)


def newest(client: WebClient, channel: str, most: int) -> Sequence[dict[str, Any]]:
    """Up to `most` messages, to see whether one came although nobody knew; none without leave to look."""
    try:
        told = client.conversations_history(channel=channel, limit=most)
    except SlackApiError as error:
        if error_code(error) not in MAY_NOT_LOOK:
            raise
        return []
    messages: list[dict[str, Any]] = told["messages"]
    return messages


def update(client: WebClient, channel: str, ts: str, message: Message) -> bool:
    """Whether the message was still there to be changed."""
    try:
        client.chat_update(channel=channel, ts=ts, **message)
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise
        return False
    return True


def empty(client: WebClient, channel: str, ts: str, message: Message) -> bool:
    """Replaces a message about something deleted; where Slack will not, the message is taken back instead.

    False where Slack does neither: it stands there as it was.
    """
    try:
        update(client, channel, ts, message)
    except SLACK_FAILED:
        return take_back(client, channel, ts)
    return True


def take_back(client: WebClient, channel: str, ts: str) -> bool:
    """Deletes a message of ours, or finds it deleted; False for one that Slack will not delete: it stays."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SLACK_FAILED as error:
        if (why := error_code(error)) == "message_not_found":
            return True
        _log.warning("message %s is not taken back: %s", ts, why)
        return False
    return True


def _dm_with(services: Services, client: WebClient, owner: Owner) -> str:
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    return rep.dm_channel if rep and rep.dm_channel else _open(services, client, owner)


def _open(services: Services, client: WebClient, owner: Owner) -> str:
    channel = str(client.conversations_open(users=[owner.rep])["channel"]["id"])
    with services.db.write(owner) as session:
        remember_dm(session, owner, channel)
    return channel
