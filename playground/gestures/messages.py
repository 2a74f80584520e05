"""Messages that people write, in the shapes that Slack gives them."""

from __future__ import annotations

import html
import secrets
import uuid

from playground.identity import JSON, Person


def author(person: Person) -> JSON:
    """Who wrote it; a stranger's message names their workspace."""
    told: JSON = {"user": person.id, "client_msg_id": str(uuid.uuid4())}
    home = person.team_id
    return told | ({"team": home, "user_team": home, "source_team": home} if home else {})


def typed(text: str) -> JSON:
    """What somebody typed, as the rich_text block that the client makes of it."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def with_file(person: Person, name: str, comment: str) -> JSON:
    file = {"id": f"F{secrets.token_hex(5).upper()}", "name": name, "title": name, "user": person.id}
    body = author(person) | {"text": html.escape(comment, quote=False), "files": [file], "upload": False}
    return body | ({"blocks": [typed(comment)]} if comment else {})


def forwarded(person: Person, message: JSON, comment: str) -> JSON:
    """The original stands in one attachment: its words as text, and its blocks within `message_blocks`."""
    whole = {"team": message.get("team"), "channel": message.get("channel"), "ts": message["ts"]}
    attachment: JSON = {
        "is_msg_unfurl": True,
        "is_share": True,
        "ts": message["ts"],
        "author_id": message.get("user"),
        "channel_id": message.get("channel"),
        "channel_team": message.get("team"),
        "text": message.get("text", ""),
        "fallback": message.get("text", ""),
        "mrkdwn_in": ["text"],
        "message_blocks": [whole | {"message": {"blocks": message.get("blocks", [])}}],
        "id": 1,
    }
    body = author(person) | {"text": html.escape(comment, quote=False), "attachments": [attachment]}
    return body | ({"blocks": [typed(comment)]} if comment else {})
