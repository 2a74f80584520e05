"""People's names, asked of Slack beside what a rep waits for."""

import copy
import logging
from collections.abc import Sequence

from slack_sdk import WebClient

from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.json_shapes import record, string

_MOST = 5
_SECONDS = 2
"""A name that comes later than this would change what the rep is typing by then."""
_log = logging.getLogger(__name__)


def names_of_people(client: WebClient, user_ids: Sequence[str]) -> dict[str, str]:
    """The display name of each, of the first few; who is not known, or not told in time, is left out."""
    quick = copy.copy(client)
    quick.timeout = _SECONDS
    found = {}
    for user_id in user_ids[:_MOST]:
        try:
            user = record(quick.users_info(user=user_id).get("user"))
        except SLACK_FAILED as error:
            _log.info("no name for %s: %s", user_id, error_code(error))
            break
        profile = record(user.get("profile"))
        told = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
        if name := next((string(one) for one in told if string(one).strip()), ""):
            found[user_id] = name
    return found
