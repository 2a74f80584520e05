"""What goes wrong between Slack and us, by name; and what is refused."""

import re
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

SLACK_FAILED = (SlackClientError, OSError, HTTPException)
"""What a call to Slack raises when it is refused, and when the network fails it."""


NO_JSON = "no_json"
"""Somebody else than Slack's API answered."""
NO_ANSWER = "no_answer"
"""The reply says neither yes nor no, or lacks what a yes brings."""


class NoAnswer(SlackClientError):
    """Slack's reply to the method it names does not tell what became of the call."""


def error_code(error: Exception) -> str:
    """Slack's name for what went wrong, or the kind of network failure; a page of a proxy's has no name."""
    if isinstance(error, NoAnswer):
        return NO_ANSWER
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    name = error.response.get("error")
    if not name or not isinstance(name, str):
        return NO_ANSWER
    return name if re.fullmatch(r"[A-Za-z_:]{1,64}", name) else NO_JSON


def is_expired_trigger(error: Exception) -> bool:
    """Whether a view could not be opened since more than three seconds have passed.

    Slack has a name for it, and yet may answer `invalid_arguments` and say so only in its messages.
    """
    if not isinstance(error, SlackApiError):
        return False
    if error.response.get("error") in ("expired_trigger_id", "trigger_expired"):
        return True
    about = error.response.get("response_metadata")
    messages = about.get("messages") if isinstance(about, dict) else None
    told = [str(one).casefold() for one in messages] if isinstance(messages, list) else []
    return any("trigger" in one and "expired" in one for one in told)


NOT_INSTALLED = "not_installed"
"""In a request's context: there is no token for where it comes from."""


class Refused(Exception):
    """Something that cannot be done now; `key` names the message that says so to the rep."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


PERSON_GONE = frozenset(
    {
        "channel_not_found",
        "cannot_dm_bot",
        "is_archived",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
    }
)
"""The rep or their conversation is gone: parked until they are here again."""

RUN_OVER = frozenset({"execution_not_in_running_state", "function_execution_not_found"})
"""A step's run has ended, was stopped, or is gone with its workflow: nobody waits for its end."""

MAY_NOT_LOOK = frozenset({"missing_scope", "channel_not_found"})
"""What was said in a conversation is not told to the bot."""
