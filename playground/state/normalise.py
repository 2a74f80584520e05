"""Blocks as Slack gives them back: every id present, every text object complete."""

from __future__ import annotations

import json
import secrets
from typing import Any

from playground.blocks import elements
from playground.identity import JSON

from .escaping import escaped


def blocks_as_kept(blocks: list[JSON]) -> list[JSON]:
    """A copy with generated block_ids and action_ids and with `emoji` and `verbatim` spelt out."""
    kept: list[JSON] = json.loads(json.dumps(blocks))
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4))
    for _, element in elements(kept):
        element.setdefault("action_id", secrets.token_urlsafe(4))
    _complete(kept)
    return kept


def text_as_kept(text: Any) -> Any:
    """A copy of one text object, or None."""
    kept = json.loads(json.dumps(text))
    _complete(kept)
    return kept


def with_entities(node: Any) -> Any:
    """The same with every mrkdwn text escaped; rich text and plain text come back as they went."""
    if isinstance(node, list):
        return [with_entities(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: with_entities(one) for key, one in node.items()}
    return kept | {"text": escaped(kept["text"])} if kept.get("type") == "mrkdwn" else kept


def _complete(node: Any) -> None:
    if isinstance(node, list):
        for one in node:
            _complete(one)
    elif isinstance(node, dict):
        if node.get("type") == "plain_text":
            node.setdefault("emoji", True)
        elif node.get("type") == "mrkdwn":
            node.setdefault("verbatim", False)
        for one in node.values():
            _complete(one)
