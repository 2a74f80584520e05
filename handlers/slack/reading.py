"""Reading a conversation back, newest first, at the pace that Slack allows."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from handlers.slack.errors import SLACK_FAILED

_PAGE, _MOST = 200, 1000
"""Messages. To an app that is sold outside its Marketplace Slack gives 15 instead of 200, once a minute."""
_MANY = 500


@dataclass
class _Place:
    """How far a reading for what is `sought` has come: back to `oldest`, a message's ts, with what carries metadata."""

    since: datetime
    sought: frozenset[str]
    oldest: str | None = None
    seen: int = 0
    found: list[dict[str, Any]] = field(default_factory=list)


class Reading:
    """Where Slack ends a reading with an error, its rate limit for one, the next goes on from there.

    From the start again, it would come as far as before and no further. Another process has a place of its own, and so
    has who looks for something else in the same conversation.
    What nobody sought when it began may have been sent since: for that it begins anew.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[str, frozenset[str]], _Place] = {}
        self._lock = threading.Lock()

    def with_metadata(
        self, client: WebClient, channel: str, since: datetime, sought: Collection[str]
    ) -> list[dict[str, Any]]:
        """The messages that carry metadata, back to `since` at least and a thousand at most.

        `sought` are the ids of what is looked for.
        """
        place = self._take(channel, since, frozenset(sought))
        try:
            for page in _pages(client, channel, place):
                place.found += [message for message in page if message.get("metadata")]
        except SLACK_FAILED:
            self._keep(channel, place)
            raise
        return place.found

    def _take(self, channel: str, since: datetime, sought: frozenset[str]) -> _Place:
        with self._lock:
            for at, place in self._places.items():
                if at[0] == channel and place.since <= since and place.sought >= sought:
                    return self._places.pop(at)
            # What was sought there may be sent anew by now, and stand before the place that was come to.
            for at in [at for at in self._places if at[0] == channel and at[1] & sought]:
                del self._places[at]
        return _Place(since, sought)

    def _keep(self, channel: str, place: _Place) -> None:
        if place.oldest is None:
            return
        with self._lock:
            at = channel, place.sought
            self._places.pop(at, None)
            if len(self._places) >= _MANY:
                del self._places[next(iter(self._places))]
            self._places[at] = place


def _pages(client: WebClient, channel: str, place: _Place) -> Iterator[list[dict[str, Any]]]:
    while place.seen < _MOST:
        told = client.conversations_history(
            channel=channel, include_all_metadata=True, limit=_PAGE, latest=place.oldest
        )
        messages = told["messages"]
        if messages:
            place.oldest, place.seen = str(messages[-1]["ts"]), place.seen + len(messages)
        yield messages
        if not messages or not told.get("has_more") or float(messages[-1]["ts"]) < place.since.timestamp():
            return
