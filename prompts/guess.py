"""What the prospect's words may point to: a guess, told as one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from coaching.kinds import Kind, Stage, kinds_at
from prompts.guess_reading import Read, language
from prompts.guess_weights import LANGUAGES, Weights, shares, weights
from prompts.playbook import Playbook

_GUESSES = 2
_SURE = 0.5
"""The least probability of a first guess: below it, silence."""
_SECOND = 0.1
"""The least probability of a second guess."""
_SIGN = 8.0
"""What a sign of the team's own playbook adds to its kind: it outweighs most other words."""
_SHOWN = 3
_RARE = 3.7
"""How rare a word of the examples must be to be shown: of "we" or "is" nobody would see why."""
_TELLS = 0.2
"""How much a word must say to be shown, as a share of what the strongest one says."""


@dataclass(frozen=True)
class Guess:
    """A kind of no and the words that point to it."""

    kind: Kind
    signs: tuple[str, ...]


@dataclass(frozen=True)
class _Heard:
    """A text as one language reads it."""

    text: str
    read: Sequence[Read]
    model: Weights

    @property
    def known(self) -> float:
        """The share of the words that the examples hold."""
        return sum(self.model.knows(one) for one in self.read) / len(self.read) if self.read else 0.0


def guesses(words: str | None, stage: Stage | None, playbook: Playbook) -> Sequence[Guess]:
    """The likeliest kinds of this stage, or of any, the likeliest first; none where nothing points anywhere."""
    if not words:
        return []
    own_first = sorted(LANGUAGES, key=lambda name: name != playbook.words.language)
    heard = max((_heard(words, name) for name in own_first), key=lambda one: one.known)
    signs = {kind: list(_signs(heard, playbook.kinds[kind].signs)) for kind in kinds_at(stage)}
    likely = _likely(heard, signs)
    if not likely or likely[0][0] is None or likely[0][1] < _SURE:
        return []
    first = [kind for kind, chance in likely if kind and chance >= _SECOND][:_GUESSES]
    shown = [Guess(kind, _shown(heard, kind, signs[kind])) for kind in first]
    return [guess for guess in shown if guess.signs]


def prepare_guesses() -> None:
    """Reads what guessing needs, an eighth of a second, before many ask for it at the same moment."""
    for name in LANGUAGES:
        language(name)
        weights(name)


def _heard(text: str, name: str) -> _Heard:
    read = language(name).read(text)
    return _Heard(text[: read[-1].end] if read else "", read, weights(name))


def _signs(heard: _Heard, signs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the playbook's signs stand as whole words, but in what the text denies."""
    counted = {one.start for one in heard.read if one.weight}
    for found in _whole_words(tuple(signs)).finditer(heard.text.replace("’", "'")):
        if found.start() in counted:
            yield found.span()


@cache
def _whole_words(signs: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first or '(?!)'})(?!\w)", re.IGNORECASE)


def _likely(heard: _Heard, signs: Mapping[Kind, Sequence[object]]) -> list[tuple[Kind | None, float]]:
    """The kinds and "nothing" (None) with their probabilities, the likeliest first."""
    model = heard.model
    totals = dict(zip(model.classes, model.totals(model.values(heard.read)), strict=True))
    trust = heard.known**0.5
    candidates: list[Kind | None] = [None, *signs]
    held = [trust * totals[kind or "nothing"] + _SIGN * bool(kind and signs[kind]) for kind in candidates]
    points_somewhere = heard.known or any(signs.values())
    if not points_somewhere or not any(one.weight for one in heard.read):
        return []
    return sorted(zip(candidates, shares(held), strict=True), key=lambda item: -item[1])


def _shown(heard: _Heard, kind: Kind, signs: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words that say most for the kind, as they were typed, in their order; neighbours together."""
    says = {one: heard.model.says_for(kind, one) for one in heard.read if heard.model.rarest(one) >= _RARE}
    least = _TELLS * max(says.values(), default=0.0)
    telling = sorted((one for one in says if says[one] > max(least, 0.0)), key=lambda one: -says[one])
    spans = sorted([*signs, *((one.start, one.end) for one in telling[: _SHOWN + 1])])
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not re.search(r"\w|[.,;:!?]", heard.text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(dict.fromkeys(heard.text[start:end] for start, end in joined))[:_SHOWN]
