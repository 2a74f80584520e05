"""Slack's Do Not Disturb, where the workspace lets the bot ask for it: the hours somebody keeps, every day or most.

A snooze, for an hour or until tomorrow, Slack shows to nobody else, and so to no bot.
"""

from datetime import UTC, datetime

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED
from storage.owner import Owner


def undisturbed_from(services: Services, client: WebClient, owner: Owner) -> datetime:
    """From when the rep may be written to: now, or the end of their Do Not Disturb."""
    now = services.now()
    if not services.may(owner.team, "dnd:read"):
        return now
    try:
        told = client.dnd_info(user=owner.rep)
    except SLACK_FAILED:
        # Asking is a courtesy: a nudge does not wait for Slack to answer it.
        return now
    starts, ends = _moment(told, "next_dnd_start_ts"), _moment(told, "next_dnd_end_ts")
    if told.get("dnd_enabled") is True and starts and ends and starts <= now < ends:
        return ends
    return now


def _moment(told: SlackResponse, name: str) -> datetime | None:
    """Slack gives whole seconds, and 1 where there is nothing to give."""
    seconds = told.get(name)
    if not isinstance(seconds, int) or not 1 < seconds <= _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


_LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
"""What comes later is no time of day, and may be more than a datetime holds."""
