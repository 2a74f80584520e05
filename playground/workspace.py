"""Everything the local Slack knows, behind one lock, with a version that grows at each change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from .conversations import Conversations
from .identity import JSON, Identity, Person, SlackError
from .inputs import State
from .response_urls import ResponseUrls
from .triggers import Triggers
from .uploads import Uploads
from .views import Views


def real_now() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """Hold `lock` while reading or changing; call `changed` after each change, inside it."""

    def __init__(
        self,
        identity: Identity,
        people: Iterable[Person],
        channels: Iterable[tuple[str, str]] = (),
        now: Callable[[], datetime] = real_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.identity = identity
        self.now = now
        self.monotonic = monotonic
        self.lock = threading.RLock()
        self.moved = threading.Condition(self.lock)
        self.version = 1
        self.people = {person.id: person for person in people}
        self.gone: set[str] = set()
        self.snoozed: dict[str, datetime] = {}
        self.conversations = Conversations(identity, channels, now)
        self.views = Views(identity)
        self.triggers = Triggers(monotonic)
        self.response_urls = ResponseUrls(monotonic)
        self.uploads = Uploads()
        self.message_states: dict[tuple[str, str], State] = {}
        self.refusals: list[JSON] = []
        self.listeners: list[Callable[[], None]] = []
        self.notices: dict[str, list[JSON]] = {}

    def changed(self) -> None:
        with self.lock:
            self.version += 1
            self.moved.notify_all()
            for listener in self.listeners:
                listener()

    def person(self, user: object) -> Person:
        found = self.people.get(str(user))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def change_zone(self, user: str, zone: str) -> None:
        with self.lock:
            self.people[user] = replace(self.people[user], tz=zone)
            self.changed()

    def refuse(self, where: str, error: str, problems: list[str]) -> None:
        """Remember what the bot was refused, for tests to look at."""
        with self.lock:
            self.refusals.append({"where": where, "error": error, "problems": problems})

    def notice(self, user: str, text: str) -> None:
        with self.lock:
            self.notices.setdefault(user, []).append({"id": f"n{self.version}", "text": text})
            self.changed()
