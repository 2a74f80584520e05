"""How much of their words is shown beside the rest: what a surface has left of the words that are read at a glance."""

from collections.abc import Iterable

from prompts.blocks import cut_words

NUDGE, CARD = 60, 40
"""Words a rep reads at a glance: on a nudge before the suggested message, and on a card."""
_FEWEST = 6
"""Words that are shown whatever stands beside them: fewer would remind nobody of the talk."""


def at_a_glance(text: str, most: int, room: int, beside: Iterable[str]) -> str:
    """The text in at most `most` words, and in what is left of `room` words once those `beside` it have theirs."""
    left = room - sum(len(one.split()) for one in beside)
    return cut_words(text, max(_FEWEST, min(most, left)))
