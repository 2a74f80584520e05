"""The language a rep reads, in their settings: from Slack, or one that they choose, each named in itself."""

from collections.abc import Collection, Mapping
from typing import Any

from prompts import blocks
from prompts.locales import own_name, phrasebook_for
from prompts.view_state import Unreadable, values
from prompts.words import Words

FROM_SLACK = "slack"
_FIELD = "language"


def language_fields(
    chosen: str | None, told: str | None, known: Collection[str], words: Words, default: str
) -> list[blocks.Block]:
    """None where there is one language only. `told` is Slack's locale; whom it fits none for reads `default`."""
    if len(known) < 2:
        return []
    by_slack = phrasebook_for(told, known) or default
    from_slack = words.say("language.from_slack", language=own_name(by_slack))
    named = sorted((own_name(name), name) for name in known)
    options = [blocks.option(FROM_SLACK, from_slack), *(blocks.option(name, text) for text, name in named)]
    select = blocks.select(options, chosen if chosen in known else FROM_SLACK)
    return [blocks.field(_FIELD, words.say("language.label"), select, hint=words.say("language.hint"))]


def read_language(view: Mapping[str, Any], known: Collection[str]) -> str | None:
    """A language, or FROM_SLACK; None where it was not asked."""
    given = values(view).get(_FIELD)
    if given is not None and given != FROM_SLACK and given not in known:
        raise Unreadable("view.state.values.language")
    return given
