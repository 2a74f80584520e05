"""The parts that Slack builds a message of."""

from typing import Any

JSON = dict[str, Any]


def rich(*parts: JSON) -> JSON:
    return {"blocks": [{"type": "rich_text", "block_id": "b", "elements": list(parts)}]}


def mrkdwn(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def section(*inline: JSON | str) -> JSON:
    elements = [{"type": "text", "text": one} if isinstance(one, str) else one for one in inline]
    return {"type": "rich_text_section", "elements": elements}
