"""Slack's mrkdwn as a reader sees it: mentions and links by their labels, its three entities undone once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MARKED = re.compile(r"<((?:[@#!]|[A-Za-z][A-Za-z0-9+.-]*:)[^<>\n]*)>|&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_ENTITY = re.compile(r"&(amp|lt|gt);")
_SCHEMES = ("mailto:", "tel:")
"""Left out of an address that has no label, as Slack leaves them out."""


@dataclass(frozen=True)
class Reader:
    """Reads texts of one message. `labels` names people, channels and groups by id.

    `nameless` collects the ids of the people who are mentioned without a name.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)

    def mrkdwn(self, text: str) -> str:
        """The text of a message, or of a text object that is mrkdwn."""
        return _MARKED.sub(lambda found: self._marked(found[1], found[2]), text)

    def person(self, user_id: str, label: str = "") -> str:
        name = label or self.labels.get(user_id, "")
        if not name and user_id not in self.nameless:
            self.nameless.append(user_id)
        return f"@{(name or user_id).lstrip('@')}"

    def channel(self, channel_id: str, label: str = "") -> str:
        return f"#{label or self.labels.get(channel_id, channel_id)}"

    def group(self, group_id: str, label: str = "") -> str:
        return f"@{(label or self.labels.get(group_id, group_id)).lstrip('@')}"

    def _marked(self, inside: str | None, entity: str | None) -> str:
        if inside is None:
            return _ENTITIES[entity or ""]
        target, _, label = inside.partition("|")
        label = undone(label)
        match target[:1]:
            case "@":
                return self.person(target[1:], label)
            case "#":
                return self.channel(target[1:], label)
            case "!":
                return self._special(target[1:], label)
        return label or shown_address(undone(target))

    def _special(self, target: str, label: str) -> str:
        command, _, argument = target.partition("^")
        if command == "subteam":
            return self.group(argument, label)
        if command == "date":
            return label
        return f"@{(label or command).lstrip('@')}"


def undone(text: str) -> str:
    """Slack writes &, < and > as entities, in plain text too; other entities are what somebody typed."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)


def shown_address(url: str) -> str:
    """A link without a label, as it is shown."""
    for scheme in _SCHEMES:
        url = url.removeprefix(scheme)
    return url


def labels_in(text: str) -> dict[str, str]:
    """The names that stand beside ids in a text: its blocks give the ids alone."""
    found = {}
    for inside in re.findall(r"<([@#!][^<>\n|]+\|[^<>\n]+)>", text):
        target, _, label = inside.partition("|")
        found[target.removeprefix("!subteam^").lstrip("@#")] = undone(label)
    return found
