"""How a sentence is read for the guess: each word's stem and groups of like meaning, negated or not, and its weight."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples"
MOST_WORDS = 150
"""Words of a text that are read: a longer text would cost more time than it tells."""

NUMBER = "0"
"""What every number is read as."""

_NEGATED_WORDS = 4
_BEFORE_A_CONTRAST = 0.35
_CLAUSE_END = re.compile(r"[.,;:!?()\n]|\s[-–—]\s")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NUMBER = re.compile(r"\d+\w?")
_A_NAME = re.compile(r"(?<=[a-z,] )(?!I\b|Q\d)[A-Z]\w+")


@dataclass(frozen=True)
class Read:
    """One word as it was typed, from `start` to `end`, what it is read as, and how much it counts: 0 to 1."""

    start: int
    end: int
    marks: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Language:
    """How one language is read, as its file has it."""

    stem: Callable[[str], str]
    negations: frozenset[str]
    contrasts: re.Pattern[str]
    denials: re.Pattern[str]
    short_forms: Mapping[re.Pattern[str], str]
    groups: Mapping[str, tuple[str, ...]]
    names: bool

    def read(self, text: str) -> Sequence[Read]:
        """The first words of the text, each with its marks."""
        plain = text.lower().replace("’", "'") if len(text.lower()) == len(text) else text
        denied = list(self._denied(plain))
        turn = max((found.end() for found in self.contrasts.finditer(plain)), default=0)
        read: list[Read] = []
        negated = 0
        for found in islice(_WORD.finditer(text), MOST_WORDS):
            start, end = found.span()
            if _CLAUSE_END.search(text, read[-1].end if read else 0, start):
                negated = 0
            marks: list[str] = []
            for word in self._words(plain[start:end]):
                marks += self._marks(word, negated > 0)
                negated = _NEGATED_WORDS if word in self.negations else negated - 1
            if self.names and _A_NAME.match(text, start):
                marks.append("@name")
            weight = _BEFORE_A_CONTRAST if end < turn else 1.0
            counts = not any(first <= start < last for first, last in denied)
            read.append(Read(start, end, tuple(marks), weight if counts else 0.0))
        return read

    def _denied(self, plain: str) -> Iterator[tuple[int, int]]:
        """Where the clauses stand that say what the reason is not."""
        for found in self.denials.finditer(plain):
            before = [end.end() for end in _CLAUSE_END.finditer(plain, 0, found.start())]
            after = _CLAUSE_END.search(plain, found.end())
            yield before[-1] if before else 0, after.start() if after else len(plain)

    def _words(self, word: str) -> Sequence[str]:
        for form, whole in self.short_forms.items():
            word = form.sub(whole, word)
        return word.split()

    def _marks(self, word: str, negated: bool) -> Iterator[str]:
        if _NUMBER.fullmatch(word):
            word = NUMBER
        stem = self.stem(word)
        yield stem
        for group in self.groups.get(stem, ()):
            yield group
            if negated:
                yield f"!{group}"


@cache
def language(name: str) -> Language:
    """How the language of that file in `examples` is read."""
    data = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    stem = _stemmer(data["stemmer"])
    groups: dict[str, tuple[str, ...]] = {}
    for group, words in data["groups"].items():
        for found in dict.fromkeys(map(stem, words)):
            groups[found] = (*groups.get(found, ()), f"@{group}")
    return Language(
        stem,
        frozenset(data["negations"]),
        _phrases(data["contrasts"]),
        _phrases(data["denials"]),
        {re.compile(form): whole for form, whole in data["short_forms"].items()},
        groups,
        data["names_are_capital"],
    )


def _stemmer(name: str) -> Callable[[str], str]:
    """The stems of a language; the library is loaded with the first guess, as it brings all its languages at once."""
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer(name).stemWord
    return lru_cache(maxsize=4096)(stem)


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")
