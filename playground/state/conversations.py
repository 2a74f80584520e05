"""The channels and DMs of the workspace, and the messages in them."""

from __future__ import annotations

import secrets
from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from playground.identity import JSON, Identity, SlackError

from .escaping import escaped
from .normalise import blocks_as_kept, with_entities

FALLBACK = "This content can't be displayed."
TEXT_LONGEST = 40_000  # docs/slack.md, "Sizes": longer text is cut


@dataclass
class Posted:
    """A message, and who alone sees it when it is ephemeral."""

    body: JSON
    only_for: str | None = None


@dataclass
class Channel:
    """A channel, or the DM between the bot and `user`."""

    id: str
    name: str
    user: str | None = None
    bot_in: bool = False
    private: bool = False
    archived: bool = False
    refusal: str | None = None
    """What posting there answers, where a workspace's preference forbids it: restricted_action and its kin."""
    connected: list[str] = field(default_factory=list)
    """The other organisations' workspaces, in a channel shared by Slack Connect."""
    invited: list[str] = field(default_factory=list)
    """Those that were invited and have not accepted yet."""
    left: set[str] = field(default_factory=set)
    """The people here who are not in it."""
    messages: list[Posted] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.user:
            return "dm"
        return "group" if self.private else "channel"

    @property
    def shared(self) -> bool:
        return bool(self.connected)

    @property
    def told_name(self) -> str:
        """Its name in commands and interactions: Slack does not tell a private channel's."""
        return "privategroup" if self.private else self.name

    def find(self, ts: object) -> Posted:
        for message in self.messages:
            if message.body["ts"] == ts:
                return message
        raise SlackError("message_not_found")


class Conversations:
    def __init__(
        self,
        identity: Callable[[], Identity],
        channels: Iterable[tuple[str, str]],
        now: Callable[[], datetime],
    ) -> None:
        self._identity = identity
        self._now = now
        self._channels = {id_: Channel(id_, name) for id_, name in channels}
        self._next_free: dict[int, int] = {}

    def all(self) -> list[Channel]:
        return list(self._channels.values())

    def get(self, channel_id: object) -> Channel:
        channel = self._channels.get(str(channel_id))
        if channel is None:
            raise SlackError("channel_not_found")
        return channel

    def dm(self, user: str) -> Channel:
        """The DM of the bot and that person, opened if it is not yet."""
        for channel in self._channels.values():
            if channel.user == user:
                return channel
        channel = Channel(f"D{secrets.token_hex(5).upper()}", "directmessage", user, bot_in=True)
        self._channels[channel.id] = channel
        return channel

    def knows(self, channel_id: object) -> bool:
        return channel_id in self._channels

    def visible(self, channel_id: object) -> Channel:
        """The conversation as the bot may know of it: no private channel that it is not in."""
        channel = self.get(channel_id)
        if channel.private and not channel.bot_in:
            raise SlackError("channel_not_found")
        return channel

    def any_shared(self) -> bool:
        return any(channel.shared for channel in self._channels.values())

    def is_shared(self, channel_id: object) -> bool:
        return self.knows(channel_id) and self.get(channel_id).shared

    def expel_bot(self) -> None:
        """The bot is in no channel any more; DMs keep their ids."""
        for channel in self._channels.values():
            channel.bot_in = channel.user is not None

    def forget_dms(self) -> None:
        """The DMs with a bot user that is no more: their ids are dead, and the next ones have others."""
        self._channels = {id_: one for id_, one in self._channels.items() if one.user is None}

    def add(self, channel: Channel, author: JSON, content: JSON, only_for: str | None = None) -> Posted:
        """Post `content` (text, blocks, metadata, files, thread_ts) as `author`."""
        body: JSON = {"type": "message", "team": self._identity().team_id, **author, "ts": self.stamp()}
        body |= {"text": ""} | content_as_kept(content)
        for key in ("metadata", "files", "thread_ts"):
            if content.get(key):
                body[key] = content[key]
        posted = Posted(body, only_for)
        insort(channel.messages, posted, key=_when)
        return posted

    def keep(self, channel: Channel, message: JSON) -> Posted:
        """Put a message there as it is, with what every message has."""
        body = {
            "type": "message",
            "team": self._identity().team_id,
            "ts": self.stamp(),
            "text": "",
            **message,
        }
        posted = Posted(body)
        insort(channel.messages, posted, key=_when)
        return posted

    def by_bot(self) -> JSON:
        me = self._identity()
        return {"user": me.bot_user_id, "bot_id": me.bot_id, "app_id": me.app_id, "username": me.bot_name}

    def stamp(self) -> str:
        """A timestamp of the workspace's clock that no message has yet, in Slack's form."""
        micros = round(self._now().timestamp() * 1_000_000)
        free = micros
        while free in self._next_free:
            free = self._next_free[free]
        self._next_free[micros] = self._next_free[free] = free + 1
        micros = free
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def content_as_kept(content: JSON) -> JSON:
    """The text, blocks and attachments of a message as Slack gives them back.

    Blocks without a text get the one that Slack shows where there is no room for blocks.
    """
    kept: JSON = {}
    if "text" in content or content.get("blocks"):
        kept["text"] = escaped(str(content.get("text") or "")[:TEXT_LONGEST])
    if content.get("blocks"):
        kept |= {"blocks": with_entities(blocks_as_kept(content["blocks"])), "text": kept["text"] or FALLBACK}
    if content.get("attachments"):
        kept["attachments"] = [
            {"id": number, "fallback": FALLBACK, **one}
            for number, one in enumerate(content["attachments"], 1)
        ]
    return kept


def _when(posted: Posted) -> tuple[int, ...]:
    return tuple(int(part) for part in posted.body["ts"].split("."))
