"""Who is who in the local Slack: the app, the people and the buttons of the demo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

JSON = dict[str, Any]


class PlaygroundError(AssertionError):
    """A gesture that no person could make: the field, button or view is not on their screen."""


class SlackError(Exception):
    """Slack's refusal of a call: the error code and whatever else stands in the answer."""

    def __init__(self, error: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(error if not messages else f"{error}: {'; '.join(messages)}")
        self.error = error
        self.messages = messages or []
        self.more = more

    def answer(self) -> JSON:
        body: JSON = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace; `tz` is an IANA zone name, `locale` as "de-DE".

    `team_id` is set for a stranger only: the workspace they come from, into a channel shared by Slack Connect.
    A guest sees the channels they were asked into only; the bot does not see who is not `visible` to it.
    """

    id: str
    name: str
    tz: str = "UTC"
    team_id: str | None = None
    locale: str = "en-US"
    guest: Literal["multi_channel", "single_channel"] | None = None
    visible: bool = True

    @property
    def username(self) -> str:
        return self.name.lower().replace(" ", ".")

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


@dataclass(frozen=True)
class Control:
    """A button beside the page's clock; `run` works in a worker thread and returns a line to show."""

    name: str
    label: str
    run: Callable[[], str]


@dataclass(frozen=True)
class GuideStep:
    """A line of the guide above the page; `done` says, each time the page is drawn, whether it has been taken."""

    text: str
    done: Callable[[], bool]


ALL_SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True)
class Identity:
    """The workspace and the one app in it, with the secrets they share; `enterprise_id` on Enterprise Grid only.

    `enterprise_wide` says that the app is installed in all of the organisation.
    """

    signing_secret: str = "playground-signing-secret"
    bot_token: str = "xoxb-playground-bot"
    app_token: str = "xapp-playground-app"
    team_id: str = "T0DEMO"
    team_name: str = "Demo"
    team_domain: str = "demo"
    enterprise_id: str | None = None
    enterprise_name: str = "Organisation"
    enterprise_wide: bool = False
    bot_name: str = "gotano"
    bot_user_id: str = "U0GOTANO"
    bot_id: str = "B0GOTANO"
    app_id: str = "A0GOTANO"
    scopes: Sequence[str] = ALL_SCOPES
    verification_token: str = "playground-verification"
    client_id: str = "1000.2000"
    client_secret: str = "playground-client-secret"

    @property
    def enterprise(self) -> JSON | None:
        """As payloads and OAuth answers tell it."""
        if self.enterprise_id is None:
            return None
        return {"id": self.enterprise_id, "name": self.enterprise_name}
