"""What one person sees and does in conversations: read, write, press."""

from __future__ import annotations

import html
from typing import Any

from playground.identity import JSON, PlaygroundError, SlackError
from playground.state.conversations import Channel, Posted
from playground.state.inputs import carried_state
from playground.transport.delivery import Delivery

from . import messages, payloads
from .modals import ModalGestures
from .screen import action_of, find_element


class ConversationGestures(ModalGestures):
    @property
    def dm(self) -> str:
        """The id of the DM with the bot, opened if it is not yet."""
        with self._ws.lock:
            return self._ws.conversations.dm(self._id).id

    def messages(self, channel: str | None = None) -> list[JSON]:
        """What this person sees in the DM or a channel, oldest first; each with `channel` and `ephemeral`."""
        with self._ws.lock:
            where = self._channel(channel)
            seen = [one for one in where.messages if one.only_for in (None, self._id)]
            return [{**one.body, "channel": where.id, "ephemeral": one.only_for is not None} for one in seen]

    def say(self, text: str, channel: str | None = None) -> Delivery | None:
        """A message typed to the bot; told to it only if it subscribed to message.im and may read there (im:history).

        Slack keeps `&`, `<` and `>` in its text as entities, and what was typed as rich text.
        """
        with self._ws.lock:
            where = self._channel(channel)
            kept = {"text": html.escape(text, quote=False), "blocks": [messages.typed(text)]}
            body = self._ws.conversations.add(where, messages.author(self._me), kept).body
            self._ws.changed()
        kind, name = ("im", "message.im") if where.user else ("channel", "message.channels")
        scope = "im:history" if where.user else "channels:history"
        is_heard = name in self._events and scope in self._ws.identity.scopes
        if not is_heard or not where.bot_in or not self._ws.installed:
            return None
        return self._send_event({**body, "channel": where.id, "channel_type": kind, "event_ts": body["ts"]})

    def send_file(self, name: str, channel: str | None = None, comment: str = "") -> JSON:
        """A message that is a file, with or without words; as `messages()` shows it."""
        return self._post(channel, messages.with_file(self._me, name, comment))

    def forward(self, message: JSON, channel: str | None = None, comment: str = "") -> JSON:
        """Somebody's message shared onwards: its words stand in an attachment."""
        return self._post(channel, messages.forwarded(self._me, message, comment))

    def _post(self, channel: str | None, body: JSON) -> JSON:
        with self._ws.lock:
            where = self._channel(channel)
            posted = self._ws.conversations.keep(where, body)
            self._ws.changed()
            return {**posted.body, "channel": where.id, "ephemeral": False}

    def _press_on_message(self, message: JSON, action_id: str, block_id: str | None, value: Any) -> Delivery:
        with self._ws.lock:
            where, posted = self._message(message)
            blocks = message.get("blocks") or []
            block, element = find_element(blocks, action_id, block_id, value)
            seen = self._ws.message_states
            state = carried_state(blocks, seen.get((self._id, message["ts"]), {}))
            seen[self._id, message["ts"]] = state
            action = action_of(block, element, value, state)
            url = self._hook(where.id, message["ts"])
            payload = payloads.message_actions(self._ws, self._me, where, posted, action, state, url)
        return self._deliver("interactive", payload)

    def _message(self, message: JSON) -> tuple[Channel, Posted]:
        """The conversation and the message; the given snapshot where it is gone."""
        where = self._channel(message.get("channel"))
        for posted in where.messages:
            if posted.body["ts"] == message["ts"]:
                return where, posted
        body = {key: value for key, value in message.items() if key not in ("channel", "ephemeral")}
        return where, Posted(body, self._id if message.get("ephemeral") else None)

    def _channel(self, channel: str | None) -> Channel:
        try:
            where = self._ws.conversations.get(channel) if channel else self._ws.conversations.dm(self._id)
        except SlackError:
            raise PlaygroundError(f"no channel {channel!r}") from None
        if where.user not in (None, self._id):
            raise PlaygroundError(f"{self._me.name} is not in {channel!r}")
        return where
