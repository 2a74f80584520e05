"""The tokens that Slack has given out: whose they are, how long they live, what a dead one answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.identity import SlackError

from .installation import Installation

ROTATING_LIFE = timedelta(seconds=43_200)  # docs.slack.dev, "Using token rotation"
LIVE_MOST = 2  # the same page: the oldest of three is revoked


@dataclass(eq=False)
class Token:
    """A bot's or a person's; `refusal` is the error it answers since it was revoked.

    `execution` is the run of a workflow step that a bot's came with: it ends when `is_over` says that the run did.
    """

    value: str
    installation: Installation
    user: str
    is_bot: bool
    refresh: str | None = None
    expires_at: datetime | None = None
    refusal: str | None = None
    execution: str | None = None
    is_over: Callable[[], bool] = lambda: False

    @property
    def scopes(self) -> tuple[str, ...]:
        mine = self.installation
        return mine.scopes if self.is_bot else mine.user_scopes.get(self.user, ())


class Tokens:
    """`rotating` gives out tokens of 12 hours, by the workspace's clock."""

    def __init__(self, now: Callable[[], datetime], rotating: bool) -> None:
        self.rotating = rotating
        self._now = now
        self._known: dict[str, Token] = {}

    def find(self, value: str | None) -> Token | None:
        return self._known.get(value or "")

    def refusal(self, token: Token | None) -> str | None:
        """The error that a call with this token gets, or None."""
        if token is None:
            return "invalid_auth"
        if token.execution and token.installation.ended:
            return "account_inactive"
        if token.is_over():
            return "token_revoked"
        if token.refusal is None and token.expires_at and self._now() >= token.expires_at:
            return "token_expired"
        return token.refusal

    def live(self, installation: Installation) -> list[Token]:
        """Those that were given out for good; not those of single runs of steps."""
        mine = [one for one in self._known.values() if one.installation is installation]
        return [one for one in mine if not one.refusal and not one.execution]

    def adopt(self, token: Token) -> None:
        """A token that was agreed on beforehand; it never expires."""
        self._known[token.value] = token

    def issue(self, installation: Installation, user: str, is_bot: bool) -> Token:
        """A new one; without rotation the same as before, while that still works."""
        mine = [one for one in self.live(installation) if (one.user, one.is_bot) == (user, is_bot)]
        if mine and not self.rotating:
            return mine[-1]
        value = f"{'xoxb' if is_bot else 'xoxp'}-{secrets.token_hex(12)}"
        token = Token(value, installation, user, is_bot)
        if self.rotating:
            token.value = f"xoxe.{'xoxb' if is_bot else 'xoxp'}-1-{secrets.token_hex(24)}"
            token.refresh = f"xoxe-1-{secrets.token_hex(24)}"
            token.expires_at = self._now() + ROTATING_LIFE
            for old in [one for one in mine if one.expires_at][: -(LIVE_MOST - 1)]:
                self.revoke(old)
        self._known[token.value] = token
        return token

    def renew(self, refresh: object) -> Token:
        """The next token for a refresh token, which is spent by it; the old token lives on till it expires.

        Slack leaves the spent one a short grace; here it has none, so that a race for it shows.
        """
        for old in self._known.values():
            if refresh and old.refresh == refresh and not old.installation.ended:
                old.refresh = None
                return self.issue(old.installation, old.user, old.is_bot)
        raise SlackError("invalid_refresh_token")

    def revoke(self, token: Token) -> None:
        """A bot's lasting token is its account: without it the account is inactive."""
        token.refusal = "account_inactive" if token.is_bot and not token.expires_at else "token_revoked"

    def end(self, token: Token) -> None:
        """The app is uninstalled: Slack's page of errors has one word for bots and one for people."""
        token.refusal = "account_inactive" if token.is_bot else "token_revoked"
