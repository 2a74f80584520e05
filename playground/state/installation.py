"""One installation of the app: where it may work, and with which scopes."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.identity import JSON, Identity

from .workspace import Workspace


@dataclass(eq=False)
class Installation:
    """The app's leave to work in one workspace, or `enterprise_wide` in those of an organisation."""

    workspaces: list[Workspace]
    enterprise_wide: bool = False
    scopes: tuple[str, ...] = ()
    user_scopes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ended: bool = False

    @property
    def identity(self) -> Identity:
        return self.workspaces[0].identity

    def workspace_for(self, args: JSON) -> Workspace | None:
        """Where a call belongs: the workspace it names, else the one that knows what it names, else the first."""
        if self.enterprise_wide and args.get("team_id"):
            return next((ws for ws in self.workspaces if ws.identity.team_id == args["team_id"]), None)
        return next((ws for ws in self.workspaces if ws.knows(args)), self.workspaces[0])
