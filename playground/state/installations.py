"""Where the app is installed, and what it takes along when it goes."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

from playground.identity import JSON, PlaygroundError

from .installation import Installation
from .tokens import Token, Tokens
from .workspace import Workspace

LIFECYCLE = ("tokens_revoked", "app_uninstalled")


class Installations:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.lock = threading.RLock()
        self._of: dict[Workspace, Installation] = {}

    def of(self, ws: Workspace) -> Installation | None:
        """The newest installation there, an ended one too."""
        return self._of.get(ws)

    def preinstall(self, ws: Workspace) -> None:
        """The app is there from the start, with the token and the scopes of its identity."""
        me = ws.identity
        here = self._of[ws] = Installation([ws], scopes=tuple(me.scopes))
        ws.installed = True
        self.tokens.adopt(Token(me.bot_token, here, me.bot_user_id, is_bot=True))

    def install(
        self,
        workspaces: list[Workspace],
        enterprise_wide: bool,
        scopes: Iterable[str],
        user: str,
        user_scopes: Iterable[str],
    ) -> tuple[Installation, Token | None, Token | None]:
        """The installation, the bot's token and the installer's; scopes add up to those of before."""
        with self.lock:
            here = self.of(workspaces[0])
            if here is None or here.ended or here.enterprise_wide != enterprise_wide:
                here = Installation(list(workspaces), enterprise_wide)
            here.scopes = _together(here.scopes, scopes)
            here.user_scopes[user] = _together(here.user_scopes.get(user, ()), user_scopes)
            bot = self.tokens.issue(here, here.identity.bot_user_id, True) if here.scopes else None
            person = self.tokens.issue(here, user, False) if here.user_scopes[user] else None
            for ws in workspaces:
                self._of[ws] = here
                _settle_in(ws, here, bot)
            return here, bot, person

    def revoke(self, token: Token) -> list[JSON]:
        """End one token; the events that follow. Without rotation the last one takes the app along."""
        with self.lock:
            self.tokens.revoke(token)
            if self.tokens.rotating:
                return []
            if token.is_bot:
                token.installation.scopes = ()
            if not self.tokens.live(token.installation):
                return self._ended(token.installation, [token], new_bot_user=False)
            return [_revoked([token])]

    def end(self, installation: Installation | None, new_bot_user: bool = False) -> list[JSON]:
        """Uninstall: every token dies; the events that tell of it, tokens_revoked first."""
        with self.lock:
            if installation is None or installation.ended:
                raise PlaygroundError("the app is not installed there")
            dying = self.tokens.live(installation)
            for token in dying:
                self.tokens.end(token)
            return self._ended(installation, dying, new_bot_user)

    def _ended(self, installation: Installation, dead: list[Token], new_bot_user: bool) -> list[JSON]:
        installation.ended = True
        for ws in installation.workspaces:
            if self.of(ws) is installation:
                ws.expel_app(new_bot_user)
        return [_revoked(dead), {"type": "app_uninstalled"}]


def _settle_in(ws: Workspace, installation: Installation, bot: Token | None) -> None:
    me = installation.identity
    with ws.lock:
        ws.installed = True
        ws.identity = replace(
            ws.identity,
            bot_user_id=me.bot_user_id,
            bot_id=me.bot_id,
            scopes=installation.scopes,
            enterprise_wide=installation.enterprise_wide,
            bot_token=bot.value if bot else ws.identity.bot_token,
        )
        ws.changed()


def _revoked(dead: list[Token]) -> JSON:
    """Slack tells whose tokens they were, never the tokens themselves."""
    told: dict[str, list[str]] = {"oauth": [], "bot": []}
    for token in dead:
        users = told["bot" if token.is_bot else "oauth"]
        if token.user not in users:
            users.append(token.user)
    return {"type": "tokens_revoked", "tokens": told}


def _together(before: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*before, *more]))
