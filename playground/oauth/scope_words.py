"""What the scopes mean in plain words."""

from __future__ import annotations

IN_WORDS = {
    "channels:history": "Read the messages of public channels it has been added to",
    "channels:read": "See which public channels there are",
    "channels:join": "Join public channels",
    "chat:write": "Send messages",
    "chat:write.public": "Send messages to public channels it is not in",
    "commands": "Offer slash commands and shortcuts",
    "dnd:read": "See when people do not want to be disturbed",
    "files:read": "Read the files that people hand in to it",
    "files:write": "Upload and change files",
    "im:history": "Read its direct messages with people",
    "im:read": "See which direct messages it has with people",
    "im:write": "Start direct messages with people",
    "team:read": "See the workspace's name and address",
    "users:read": "See people's names and time zones",
    "users:read.email": "See people's email addresses",
}


def in_words(scope: str) -> str:
    """What a scope lets the app do; the scope itself where we have no words for it."""
    return IN_WORDS.get(scope, scope)
