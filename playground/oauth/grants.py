"""OAuth v2: what an authorize address asks for, the codes, and what they are exchanged for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from playground.identity import JSON, Identity, SlackError
from playground.state.installation import Installation
from playground.state.installations import Installations
from playground.state.tokens import ROTATING_LIFE, Token
from playground.state.workspace import Workspace

from .clients import check_client

CODE_LIFE = timedelta(minutes=10)  # docs/slack.md, "OAuth"


@dataclass(frozen=True)
class Ask:
    """What the app asks for; `named` when the address itself names the redirect address."""

    scopes: tuple[str, ...]
    user_scopes: tuple[str, ...]
    state: str
    redirect_uri: str
    named: bool

    def leading_back(self, **told: str) -> str:
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{joint}{urlencode(told | {'state': self.state})}"


@dataclass
class Code:
    ask: Ask
    workspaces: list[Workspace]
    enterprise_wide: bool
    user: str
    issued: datetime
    used: bool = False


class OAuth:
    """`redirect_urls` may grow while it runs."""

    def __init__(
        self,
        app: Identity,
        installations: Installations,
        redirect_urls: list[str],
        now: Callable[[], datetime],
    ) -> None:
        self.app = app
        self._installations = installations
        self._redirect_urls = redirect_urls
        self._now = now
        self._codes: dict[str, Code] = {}

    def read(self, query: Mapping[str, str]) -> Ask:
        """Raises what Slack's page shows instead of asking for consent."""
        if query.get("client_id") != self.app.client_id:
            raise SlackError("invalid_client_id")
        given = query.get("redirect_uri", "")
        target = given or next(iter(self._redirect_urls), "")
        if not target or "#" in target or not any(_within(target, one) for one in self._redirect_urls):
            raise SlackError("bad_redirect_uri")
        scopes, user_scopes = _list(query.get("scope", "")), _list(query.get("user_scope", ""))
        if not scopes and not user_scopes:
            raise SlackError("no_scopes")
        return Ask(scopes, user_scopes, query.get("state", ""), target, bool(given))

    def allow(self, ask: Ask, workspaces: list[Workspace], enterprise_wide: bool, user: str) -> str:
        """The address that the browser is sent back to, with a code."""
        value = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        self._codes[value] = Code(ask, workspaces, enterprise_wide, user, self._now())
        return ask.leading_back(code=value)

    def access(self, args: JSON) -> JSON:
        """oauth.v2.access: a code, or a refresh token, for tokens."""
        check_client(self.app, args)
        grant = args.get("grant_type") or "authorization_code"
        if grant == "refresh_token":
            with self._installations.lock:
                return _refreshed(self._installations.tokens.renew(args.get("refresh_token")))
        if grant != "authorization_code":
            raise SlackError("invalid_grant_type")
        with self._installations.lock:
            code = self._spend(args)
            return self._installed(code)

    def _spend(self, args: JSON) -> Code:
        code = self._codes.get(str(args.get("code")))
        if code is None or self._now() - code.issued > CODE_LIFE:
            raise SlackError("invalid_code")
        if code.used:
            raise SlackError("code_already_used")
        given = args.get("redirect_uri")
        if (code.ask.named or given) and given != code.ask.redirect_uri:
            raise SlackError("bad_redirect_uri")
        code.used = True
        return code

    def _installed(self, code: Code) -> JSON:
        ask, user = code.ask, code.user
        installation, bot, person = self._installations.install(
            code.workspaces, code.enterprise_wide, ask.scopes, user, ask.user_scopes
        )
        told = _place(installation)
        if bot and ask.scopes:
            told |= _credentials(bot) | {"bot_user_id": bot.user}
        authed = {"id": user} | (_credentials(person) if person and ask.user_scopes else {})
        return told | {"authed_user": authed}


def _place(installation: Installation) -> JSON:
    me, wide = installation.identity, installation.enterprise_wide
    return {
        "app_id": me.app_id,
        "team": None if wide else {"id": me.team_id, "name": me.team_name},
        "enterprise": me.enterprise,
        "is_enterprise_install": wide,
    }


def _credentials(token: Token) -> JSON:
    told: JSON = {"access_token": token.value, "scope": ",".join(token.scopes)}
    told["token_type"] = "bot" if token.is_bot else "user"
    if token.refresh:
        told |= {"refresh_token": token.refresh, "expires_in": int(ROTATING_LIFE.total_seconds())}
    return told


def _refreshed(token: Token) -> JSON:
    told = _credentials(token) | _place(token.installation)
    return told | ({"bot_user_id": token.user} if token.is_bot else {"authed_user": {"id": token.user}})


def _within(target: str, registered: str) -> bool:
    return target == registered or target.startswith(f"{registered.rstrip('/')}/")


def _list(text: str) -> tuple[str, ...]:
    return tuple(scope for scope in text.replace(" ", ",").split(",") if scope)
