"""Web API: auth.* and apps.uninstall, the calls that are about the token itself."""

from __future__ import annotations

from collections.abc import Callable

from playground.identity import JSON, SlackError
from playground.oauth.clients import check_client
from playground.state.installations import Installations
from playground.state.rate_limits import RateLimitedError
from playground.state.tokens import Token
from playground.state.workspace import Workspace

from .arguments import is_true

TEAMS, TEAMS_MOST = 100, 1000  # of a page of auth.teams.list
Announce = Callable[[Workspace, list[JSON]], None]


class AuthMethods:
    """`announce` sends the events that follow, when the call has been answered."""

    def __init__(self, installations: Installations, announce: Announce) -> None:
        self._installations = installations
        self._announce = announce
        self.by_name: dict[str, Callable[[Token, JSON], JSON]] = {
            "auth.test": self._test,
            "auth.revoke": self._revoke,
            "auth.teams.list": self._teams_list,
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

    def _teams_list(self, caller: Token, args: JSON) -> JSON:
        """The workspaces that the installation is for, page by page."""
        there = caller.installation.workspaces
        if seconds := there[0].limits.seconds_to_wait("auth.teams.list", args):
            raise RateLimitedError(seconds)
        limit, start = str(args.get("limit") or TEAMS), str(args.get("cursor") or "0")
        if not limit.isdecimal() or not 0 < int(limit) <= TEAMS_MOST:
            raise SlackError("invalid_limit")
        if not start.isdecimal() or int(start) > len(there):
            raise SlackError("invalid_cursor")
        end = int(start) + int(limit)
        teams = [
            {"id": one.identity.team_id, "name": one.identity.team_name} for one in there[int(start) : end]
        ]
        return {
            "teams": teams,
            "response_metadata": {"next_cursor": str(end) if end < len(there) else ""},
        }

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
