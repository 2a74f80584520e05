"""Slack's Do Not Disturb, where the workspace lets the bot ask for it."""

from datetime import UTC, datetime

from slack_sdk import WebClient

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
    ends = [now]
    if told.get("snooze_enabled"):
        ends.append(datetime.fromtimestamp(told.get("snooze_endtime", 0), UTC))
    starts, until = told.get("next_dnd_start_ts", 0), told.get("next_dnd_end_ts", 0)
    if told.get("dnd_enabled") and starts <= now.timestamp() < until:
        ends.append(datetime.fromtimestamp(until, UTC))
    return max(ends)
