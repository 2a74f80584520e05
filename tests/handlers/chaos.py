"""Trouble at every step of a sending: a process dies, an answer is lost, another worker comes between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.orm import Session

from storage.database import Database
from storage.owner import Whose


class Died(BaseException):
    """kill -9: nothing of the process runs after it, no handler of errors, no clean-up."""


class Fate(Enum):
    """What happens at a call to Slack or at a commit."""

    FINE = auto()
    DIES_BEFORE = auto()
    DIES_AFTER = auto()
    ANSWER_LOST = auto()
    BROKEN_AFTER = auto()
    REFUSED = auto()
    RATE_LIMITED = auto()
    OTHER_BEFORE = auto()
    OTHER_AFTER = auto()
    PAUSED_BEFORE = auto()
    PAUSED_AFTER = auto()


class Fates:
    """The fates to come, one for each step; when they are used up all goes well."""

    def __init__(self) -> None:
        self.coming: list[Fate] = []
        self.other: Callable[[], None] = lambda: None
        """Another worker's whole sweep."""
        self.pause: Callable[[], None] = lambda: None
        """Longer than any claim holds."""

    def next(self) -> Fate:
        return self.coming.pop(0) if self.coming else Fate.FINE

    def before(self, fate: Fate) -> None:
        if fate is Fate.DIES_BEFORE:
            raise Died
        self._meanwhile(fate, Fate.PAUSED_BEFORE, Fate.OTHER_BEFORE)

    def after(self, fate: Fate) -> None:
        if fate is Fate.DIES_AFTER:
            raise Died
        self._meanwhile(fate, Fate.PAUSED_AFTER, Fate.OTHER_AFTER)

    def _meanwhile(self, fate: Fate, paused: Fate, other: Fate) -> None:
        if fate is paused:
            self.pause()
        if fate in (paused, other):
            self.other()


class ChaosClient(WebClient):
    """A real client of the local Slack; each of its calls meets a fate."""

    def __init__(self, fates: Fates, **options: Any) -> None:
        super().__init__(**options)
        self._fates = fates

    def api_call(self, api_method: str, **options: Any) -> SlackResponse:
        fate = self._fates.next()
        if api_method == "chat.postMessage" and fate is Fate.PAUSED_BEFORE:
            # The one window that remains: between the last look at the claim and the post itself.
            fate = Fate.OTHER_BEFORE
        self._fates.before(fate)
        if fate in (Fate.REFUSED, Fate.RATE_LIMITED):
            raise self._refusal(api_method, 500 if fate is Fate.REFUSED else 429)
        answer: SlackResponse = super().api_call(api_method, **options)
        self._fates.after(fate)
        if fate is Fate.ANSWER_LOST:
            raise ConnectionResetError("the answer was lost")
        if fate is Fate.BROKEN_AFTER:
            raise self._refusal(api_method, 500)
        return answer

    def _refusal(self, method: str, status: int) -> SlackApiError:
        return SlackApiError(  # type: ignore[no-untyped-call]
            "refused",
            SlackResponse(
                client=self,
                http_verb="POST",
                api_url=method,
                req_args={},
                data={"ok": False, "error": "ratelimited" if status == 429 else "internal_error"},
                headers={"Retry-After": "30"},
                status_code=status,
            ),
        )


class ChaosDatabase(Database):
    """A real database; each of its commits meets a fate."""

    fates: Fates

    @contextmanager
    def write(self, whose: Whose) -> Iterator[Session]:
        fate = self.fates.next()
        with super().write(whose) as session:
            yield session
            if fate is Fate.DIES_BEFORE:
                raise Died
        self.fates.after(fate)
