"""What the prospect's words may point to: a guess, told as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coaching.kinds import Kind, Stage, kinds_at
from prompts.playbook import Playbook

_GUESSES = 2


@dataclass(frozen=True)
class Guess:
    """A kind of no and the words that point to it."""

    kind: Kind
    signs: tuple[str, ...]


def guesses(words: str | None, stage: Stage, playbook: Playbook) -> Sequence[Guess]:
    """The likeliest kinds of this stage, the likeliest first; none where nothing points anywhere.

    The longer the matching phrases, the more they say.
    """
    text = (words or "").casefold().replace("’", "'")
    found = [(kind, _matching(text, playbook.kinds[kind].signs)) for kind in kinds_at(stage)]
    scored = sorted(found, key=lambda item: -sum(map(len, item[1])))
    return [Guess(kind, signs) for kind, signs in scored[:_GUESSES] if signs]


def _matching(text: str, signs: Sequence[str]) -> tuple[str, ...]:
    """The signs that stand in the text as whole words, without those inside a longer one."""
    found = [sign for sign in signs if re.search(rf"(?<!\w){re.escape(sign.casefold())}(?!\w)", text)]
    return tuple(sign for sign in found if not any(sign in other and sign != other for other in found))
