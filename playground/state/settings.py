"""What a workspace's admins have decided, and the app's own switches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass
class WorkspaceSettings:
    """As a workspace begins: everything is allowed.

    `edit_window` is for how long a message may be edited, None without end. `storage_full` and `uploads_disabled`
    stop files; `messages_tab` and `home_tab` are the tabs that the app's settings switch on.
    """

    edit_window: timedelta | None = None
    storage_full: bool = False
    uploads_disabled: bool = False
    messages_tab: bool = True
    home_tab: bool = True
