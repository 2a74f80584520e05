"""A client of Slack that takes no empty answer for a good one."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers.slack.errors import NoAnswer
from handlers.slack.kept_connections import ConnectedClient

_BRINGS: Mapping[str, tuple[str, type]] = {
    "chat.postMessage": ("ts", str),
    "conversations.history": ("messages", list),
    "conversations.info": ("channel", dict),
    "conversations.members": ("members", list),
    "conversations.open": ("channel", dict),
    "files.info": ("file", dict),
    "users.info": ("user", dict),
}
"""What we read from the answers of a method, and its type: without it nobody knows what became of the call."""


class AnsweredClient(ConnectedClient):
    """NoAnswer for a reply of status 200 that is no object, or does not bring what the method promises.

    slack_sdk itself refuses a reply without `ok`, stumbles over JSON that is no object, and hands on a reply that
    lacks the rest: `["ts"]` is then None, and None would be kept as a message's id.
    """

    def api_call(self, api_method: str, **options: Any) -> SlackResponse:
        try:
            answer = super().api_call(api_method, **options)
        except (AttributeError, UnicodeError) as error:
            raise NoAnswer(api_method) from error
        except SlackApiError as refused:
            if isinstance(refused.response.data, dict):
                raise
            raise NoAnswer(api_method) from refused
        if api_method in _BRINGS:
            name, kind = _BRINGS[api_method]
            if not isinstance(answer.data, dict) or not isinstance(answer.data.get(name), kind):
                raise NoAnswer(api_method)
        return answer
