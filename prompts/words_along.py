"""The setting by which a rep's own words go along to the system that is told of their lost deals."""

from collections.abc import Mapping
from typing import Any

from prompts import blocks
from prompts.view_state import blocks_of, values
from prompts.words import Words

_FIELD = "words_along"


def words_along_field(chosen: bool, words: Words) -> blocks.Block:
    """Asked only where a workspace has such a system; off until it is chosen."""
    option = blocks.option("yes", words.say("outbox.setting"), words.say("outbox.setting_explains"))
    ticked = blocks.checkboxes([option], {"yes"} if chosen else set[str]())
    return blocks.field(
        _FIELD, words.say("outbox.label"), ticked, hint=words.say("outbox.hint"), optional=True
    )


def read_words_along(view: Mapping[str, Any]) -> bool | None:
    """None where it was not asked."""
    return values(view).get(_FIELD) == "yes" if _FIELD in blocks_of(view) else None
