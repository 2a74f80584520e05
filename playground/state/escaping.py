"""Entities in texts: Slack keeps `&`, `<` and `>` escaped, but for the controls that it knows."""

from __future__ import annotations

import re

# docs.slack.dev, "Formatting message text": mentions, links and dates stand in angle brackets
_CONTROL = re.compile(r"<(?:[@#!][^<>\s][^<>]*|(?:https?|mailto|tel|slack):[^<>]+)>")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


def escaped(text: str) -> str:
    """The text as it comes back: what is escaped already, and what Slack acts on, stays as it is."""
    kept: list[str] = []
    at = 0
    for control in _CONTROL.finditer(text):
        kept += [_escaped(text[at : control.start()]), _BARE_AMPERSAND.sub("&amp;", control.group())]
        at = control.end()
    return "".join([*kept, _escaped(text[at:])])


def _escaped(text: str) -> str:
    lines = _BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;")
    return lines.replace(">", "&gt;")
