"""What one person does in Slack: type, press, open, use shortcuts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playground.identity import JSON, Person, PlaygroundError, SlackError
from playground.transport.delivery import Delivery, Kind
from playground.webapi.response_url_route import post_answer

from . import payloads
from .profile import ProfileGestures
from .screen import find_element


class Gestures(ProfileGestures):
    """One person's hands and eyes; every gesture returns when the bot has answered, or after 3 s."""

    @property
    def person(self) -> Person:
        return self._me

    @property
    def home(self) -> JSON | None:
        """The published Home view, or None."""
        with self._ws.lock:
            home = self._ws.views.homes.get(self._id)
            return home.shown() if home else None

    def command(self, command: str, text: str = "", channel: str | None = None) -> Delivery:
        """A slash command typed in the DM or a channel."""
        with self._ws.lock:
            where = self._channel(channel)
            url = self._hook(where.id)
            payload = payloads.slash_command(self._ws, self._me, where, command, text, url)
        answer = self._deliver("slash_commands", payload)
        if answer.ok:
            try:
                post_answer(self._ws, self._id, where.id, answer.body)
            except SlackError as refused:
                self._ws.refuse("command", refused.error, refused.messages)
                return Delivery(answer.status, False, refused.error, answer.body)
        return answer

    def open_home(self) -> Delivery | None:
        """The Home tab opened; told to the bot only if it subscribed to app_home_opened."""
        home = self.home
        return self._opened("home", {"view": home} if home else {})

    def open_messages(self) -> Delivery | None:
        """The Messages tab opened: the same event, which carries no view then."""
        return self._opened("messages", {})

    def _opened(self, tab: str, more: JSON) -> Delivery | None:
        if "app_home_opened" not in self._events or not self._ws.installed:
            return None
        event: JSON = {"type": "app_home_opened", "user": self._id, "channel": self.dm, "tab": tab, **more}
        with self._ws.lock:
            event["event_ts"] = self._ws.conversations.stamp()
        return self._send_event(event)

    def shortcut(self, callback_id: str, message: JSON | None = None) -> Delivery:
        """A global shortcut, or one on a message from `messages()`."""
        with self._ws.lock:
            if message is None:
                payload = payloads.shortcut(self._ws, self._me, callback_id)
            else:
                where, posted = self._message(message)
                url = self._hook(where.id, posted.body["ts"])
                body = posted.body
                payload = payloads.message_action(self._ws, self._me, callback_id, where, body, url)
        return self._deliver("interactive", payload)

    def press(
        self,
        action_id: str,
        message: JSON | str | None = None,
        value: Any = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Use an element of the top view, of "home", or of a message from `messages()` (a stale one too)."""
        if isinstance(message, dict):
            return self._press_on_message(message, action_id, block_id, value)
        with self._ws.lock:
            view = self._ws.views.homes.get(self._id) if message == "home" else self._top()
            if view is None:
                raise PlaygroundError("no Home has been published")
            block, element = find_element(view.body["blocks"], action_id, block_id, value)
            payload = self._action_in(view, block, element, value)
        return self._deliver("interactive", payload)

    def send_raw(self, payload: JSON, kind: Kind = "interactive") -> Delivery:
        """Any payload at all, signed: for attacks and for buttons that are long gone."""
        answer = self._courier.deliver(kind, payload)
        self._after()
        return answer

    def trigger(self, view_id: str | None = None) -> str:
        """A trigger id of this person, for a request made by hand; `view_id` is the view it comes from."""
        with self._ws.lock:
            return self._ws.triggers.issue(self._id, view_id)

    def wait(self, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
        """Wait until `condition` holds and return it; raises PlaygroundError when time is up."""
        until = time.monotonic() + seconds
        while not (found := condition()):
            if time.monotonic() > until:
                raise PlaygroundError(f"did not happen within {seconds} s")
            with self._ws.moved:
                self._ws.moved.wait(0.01)  # wakes at each change; what changes elsewhere is polled
        return found
