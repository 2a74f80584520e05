"""Everything one workspace of the local Slack knows, behind one lock, with a version that grows at each change."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from playground.config import Clock
from playground.identity import JSON, Identity, Person, SlackError

from .conversations import Conversations
from .inputs import State
from .rate_limits import RateLimits
from .response_urls import ResponseUrls
from .settings import WorkspaceSettings
from .steps import Executions
from .triggers import Triggers
from .uploads import Uploads
from .views import Views


@dataclass(frozen=True)
class Quiet:
    """A person's Do Not Disturb: the next stretch of their schedule, and until when they paused notifications."""

    starts: datetime | None = None
    ends: datetime | None = None
    snoozed_until: datetime | None = None


class Workspace:
    """Hold `lock` while reading or changing; call `changed` after each change, inside it."""

    def __init__(
        self,
        identity: Identity,
        people: Iterable[Person],
        channels: Iterable[tuple[str, str]] = (),
        *,
        clock: Clock,
        limits: RateLimits,
        steps: dict[str, JSON] | None = None,
    ) -> None:
        self.identity = identity
        self.installed = False
        self.limits = limits
        self.now = clock.now
        self.lock = threading.RLock()
        self.moved = threading.Condition(self.lock)
        self.version = 1
        self.people = {person.id: person for person in people}
        self.gone: set[str] = set()
        self.quiet: dict[str, Quiet] = {}
        self.profiles: dict[str, JSON] = {}
        self.withheld: dict[str, frozenset[str]] = {}
        self.settings = WorkspaceSettings()
        self.conversations = Conversations(lambda: self.identity, channels, clock.now)
        self.views = Views(lambda: self.identity)
        self.triggers = Triggers(clock.monotonic, clock.answer_within)
        self.response_urls = ResponseUrls(clock.monotonic)
        self.uploads = Uploads()
        self.executions = Executions(steps or {})
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

    def visible(self, user: object) -> Person:
        """The person, where the bot may see them."""
        found = self.person(user)
        if not found.visible:
            raise SlackError("user_not_visible")
        return found

    def knows(self, args: JSON) -> bool:
        """Whether one of the ids in a call's arguments is of this workspace."""
        with self.lock:
            return (
                self.conversations.knows(args.get("channel"))
                or any(one in self.people for one in str(args.get("users") or "").split(","))
                or any(args.get(key) in self.people for key in ("user", "user_id", "channel"))
                or self.triggers.knows(args.get("trigger_id"))
                or self.views.knows(args.get("view_id"))
                or self.executions.knows(args.get("function_execution_id"))
                or args.get("file") in self.uploads.files
            )

    def expel_app(self, new_bot_user: bool) -> None:
        """The app is gone: from the channels, from the screens, and with it what its response URLs led to."""
        with self.lock:
            self.installed = False
            self.conversations.expel_bot()
            self.views.clear_all()
            self.response_urls.clear()
            if new_bot_user:
                self.identity = replace(self.identity, bot_user_id=f"U{_fresh()}", bot_id=f"B{_fresh()}")
                self.conversations.forget_dms()
            self.changed()

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


def _fresh() -> str:
    return secrets.token_hex(5).upper()
