"""People's names, asked of Slack beside what a rep waits for."""

import copy
import logging
from collections.abc import Sequence

from slack_sdk import WebClient

from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.json_shapes import record, string

_MOST = 5
_SECONDS = 2
"""A name that comes later would change what the rep is typing by then; and a form waits three seconds at most."""
_log = logging.getLogger(__name__)


def quick(client: WebClient, seconds: int = _SECONDS) -> WebClient:
    """The same client, that waits no longer than this for an answer: for what somebody waits for meanwhile."""
    hasty = copy.copy(client)
    hasty.timeout = seconds
    return hasty


def names_of_people(client: WebClient, user_ids: Sequence[str]) -> dict[str, str]:
    """The display name of each, of the first few; who is not known, or not told in time, is left out."""
    hasty, found = quick(client), {}
    for user_id in user_ids[:_MOST]:
        try:
            user = record(hasty.users_info(user=user_id).get("user"))
        except SLACK_FAILED as error:
            _log.info("no name for %s: %s", user_id, error_code(error))
            break
        profile = record(user.get("profile"))
        told = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
        if name := next((string(one) for one in told if string(one).strip()), ""):
            found[user_id] = name
    return found
