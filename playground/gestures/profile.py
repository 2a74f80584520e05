"""What becomes of a person in the workspace: their zone, their quiet hours, their coming and going."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from playground.state.profiles import change_profile, user_object
from playground.state.workspace import Quiet
from playground.transport.delivery import Delivery

from .conversing import ConversationGestures


class ProfileGestures(ConversationGestures):
    """Nothing here tells the bot; `tell_profile` does."""

    def change_zone(self, zone: str) -> None:
        self._ws.change_zone(self._id, zone)

    def change_profile(self, without: Iterable[str] = (), **fields: Any) -> None:
        """Fields of the user object as Slack shall tell them from now on, odd ones too; `without` are left out."""
        change_profile(self._ws, self._id, without, fields)

    def tell_profile(self) -> Delivery | None:
        """The event user_change, with the person as they are now."""
        if "user_change" not in self._events or not self._ws.installed:
            return None
        with self._ws.lock:
            stamp = self._ws.conversations.stamp()
            user = user_object(self._ws, self._me, with_locale=True)
        seconds = int(float(stamp))
        return self._send_event({"type": "user_change", "user": user, "cache_ts": seconds, "event_ts": stamp})

    def snooze(self, until: datetime) -> None:
        """Notifications paused until then, which Slack tells nobody else: dnd.info shows it to no bot."""
        self._be_quiet(snoozed_until=until)

    def do_not_disturb(self, starts: datetime, ends: datetime) -> None:
        """The next stretch of their Do Not Disturb schedule, which dnd.info tells."""
        self._be_quiet(starts=starts, ends=ends)

    def deactivate(self) -> None:
        """The person leaves the workspace."""
        with self._ws.lock:
            self._ws.gone.add(self._id)
            self._ws.changed()

    def reactivate(self) -> None:
        """The person is back."""
        with self._ws.lock:
            self._ws.gone.discard(self._id)
            self._ws.changed()

    def _be_quiet(self, **of: datetime) -> None:
        """A snooze leaves the schedule as it is, and the other way round."""
        with self._ws.lock:
            self._ws.quiet[self._id] = replace(self._ws.quiet.get(self._id) or Quiet(), **of)
            self._ws.changed()
