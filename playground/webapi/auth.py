"""Web API: auth.* and apps.uninstall, the calls that are about the token itself."""

from __future__ import annotations

from collections.abc import Callable

from playground.identity import JSON
from playground.oauth.clients import check_client
from playground.state.installations import Installations
from playground.state.tokens import Token
from playground.state.workspace import Workspace

from .arguments import is_true

Announce = Callable[[Workspace, list[JSON]], None]


class AuthMethods:
    """`announce` sends the events that follow, when the call has been answered."""

    def __init__(self, installations: Installations, announce: Announce) -> None:
        self._installations = installations
        self._announce = announce
        self.by_name: dict[str, Callable[[Token, JSON], JSON]] = {
            "auth.test": self._test,
            "auth.revoke": self._revoke,
            "apps.uninstall": self._uninstall,
        }

    def _test(self, caller: Token, _args: JSON) -> JSON:
        """Where an organisation installed the app, it stands in the place of the workspace."""
        mine, me = caller.installation, caller.installation.identity
        wide = mine.enterprise_wide
        told: JSON = {
            "url": f"https://{me.team_domain}.slack.com/",
            "team": me.enterprise_name if wide else me.team_name,
            "user": me.bot_name,
            "team_id": me.enterprise_id if wide else me.team_id,
            "user_id": caller.user,
            "is_enterprise_install": wide,
        }
        if caller.is_bot:
            told["bot_id"] = me.bot_id
        else:
            told["user"] = mine.workspaces[0].person(caller.user).username
        return told | ({"enterprise_id": me.enterprise_id} if me.enterprise_id else {})

    def _revoke(self, caller: Token, args: JSON) -> JSON:
        if is_true(args.get("test")):
            return {"revoked": False}
        where = caller.installation.workspaces[0]
        self._announce(where, self._installations.revoke(caller))
        return {"revoked": True}

    def _uninstall(self, caller: Token, args: JSON) -> JSON:
        check_client(caller.installation.identity, args)
        where = caller.installation.workspaces[0]
        self._announce(where, self._installations.end(caller.installation))
        return {}
