"""What admins, owners and Slack itself do to a workspace: a test says it, and the errors follow from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .identity import JSON
from .state.workspace import Workspace


class Administration:
    """Each is in force until it is done otherwise."""

    _ws: Workspace

    def invite(self, channel: str) -> None:
        """The bot becomes a member of that channel."""
        self._change(channel, bot_in=True)

    def expel(self, channel: str) -> None:
        """The bot is taken out of that channel."""
        self._change(channel, bot_in=False)

    def leave(self, channel: str, user: str) -> None:
        """That person is no member of the channel any more."""
        self._change(channel, left={*self._ws.conversations.get(channel).left, user})

    def archive(self, channel: str, archived: bool = True) -> None:
        """Nobody may post there (is_archived) or edit (is_inactive)."""
        self._change(channel, archived=archived)

    def make_private(self, channel: str) -> None:
        """Only its members know that it exists."""
        self._change(channel, private=True)

    def restrict(self, channel: str, error: str | None = "restricted_action") -> None:
        """A preference forbids the bot to post there: restricted_action, restricted_action_read_only_channel, ..."""
        self._change(channel, refusal=error)

    def share(self, channel: str, team_id: str) -> None:
        """Another organisation's workspace is in that channel too, by Slack Connect."""
        with self._ws.lock:
            there = self._ws.conversations.get(channel)
            there.invited = [one for one in there.invited if one != team_id]
            there.connected = [*there.connected, *({team_id} - set(there.connected))]
            self._ws.changed()

    def offer_to_share(self, channel: str, team_id: str) -> None:
        """Another organisation is invited into that channel, and has not accepted yet."""
        with self._ws.lock:
            there = self._ws.conversations.get(channel)
            there.invited = [*there.invited, *({team_id} - set(there.invited))]
            self._ws.changed()

    def decide(self, **settings: Any) -> None:
        """Any fields of WorkspaceSettings, from now on."""
        with self._ws.lock:
            self._ws.settings = replace(self._ws.settings, **settings)

    def renew_dms(self) -> None:
        """The bot's DMs have new ids, as after some reinstalls and migrations; the old ones are channel_not_found."""
        with self._ws.lock:
            self._ws.conversations.forget_dms()
            self._ws.changed()

    def lose_homes(self) -> None:
        """Slack has nobody's Home any more: app_home_opened comes without a view."""
        with self._ws.lock:
            self._ws.views.homes.clear()
            self._ws.changed()

    def join_organisation(self, enterprise_id: str, name: str = "Organisation") -> None:
        """The workspace migrates to an Enterprise organisation; every payload carries its id from now on."""
        with self._ws.lock:
            self._ws.identity = replace(self._ws.identity, enterprise_id=enterprise_id, enterprise_name=name)
            self._ws.changed()

    def put(self, channel: str, message: JSON) -> JSON:
        """A message as Slack keeps it, of any shape: another app's, a file's alone, one with attachments.

        `message` is taken as it is, entities and all; what it lacks of `type`, `ts`, `team` and `text` is filled in.
        Returns it as `messages()` shows it.
        """
        with self._ws.lock:
            posted = self._ws.conversations.keep(self._ws.conversations.get(channel), message)
            self._ws.changed()
            return {**posted.body, "channel": channel, "ephemeral": False}

    def _change(self, channel: str, **fields: Any) -> None:
        with self._ws.lock:
            there = self._ws.conversations.get(channel)
            for name, value in fields.items():
                setattr(there, name, value)
            self._ws.changed()
