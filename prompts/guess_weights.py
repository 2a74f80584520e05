"""What each stem and group says for each kind of no: learnt from the examples beforehand, read from a file once."""

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from prompts.guess_reading import EXAMPLES, NUMBER, Read

LANGUAGES = ("en", "de", "es")
"""The languages that examples are spoken in, the one that most words are tried in first."""


@dataclass(frozen=True)
class Weights:
    """A linear model: how rare each mark is, and what it adds for each class, in the order of `classes`."""

    classes: Sequence[str]
    rarity: Mapping[str, float]
    says: Mapping[str, "array[float]"]

    def knows(self, read: Read) -> bool:
        """Whether the examples hold it; numbers say nothing by themselves."""
        return any(mark in self.rarity and mark != NUMBER for mark in read.marks)

    def rarest(self, read: Read) -> float:
        """How rare the word is in the examples, or the commonest group it is of; nought where it is unknown."""
        return max((self.rarity.get(mark, 0.0) for mark in read.marks), default=0.0)

    def says_for(self, name: str, read: Read) -> float:
        """How much more the word says for this class than for the others."""
        number = self.classes.index(name)
        rows = [(self.rarity[mark], self.says[mark]) for mark in read.marks if mark in self.says]
        return read.weight * sum(rarity * (row[number] - sum(row) / len(row)) for rarity, row in rows)

    def values(self, text: Sequence[Read]) -> dict[str, float]:
        """The marks of a text with their values, as a vector of length 1."""
        found: dict[str, float] = {}
        for read in text:
            for mark in read.marks:
                if mark in self.rarity and read.weight:
                    found[mark] = max(found.get(mark, 0.0), read.weight * self.rarity[mark])
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {mark: value / length for mark, value in found.items()}

    def totals(self, values: Mapping[str, float]) -> list[float]:
        """What the marks say for each class, in all."""
        totals = [0.0] * len(self.classes)
        for mark, value in values.items():
            for number, weight in enumerate(self.says[mark]):
                totals[number] += value * weight
        return totals


def shares(totals: Iterable[float]) -> list[float]:
    """The totals as probabilities."""
    held = list(totals)
    powers = [math.exp(total - max(held)) for total in held]
    return [power / sum(powers) for power in powers]


@cache
def weights(language: str) -> Weights:
    data = json.loads((EXAMPLES / f"{language}.json").read_text(encoding="utf-8"))
    marks = data["marks"]
    return Weights(
        data["classes"],
        {mark: row[0] for mark, row in marks.items()},
        {mark: array("f", row[1:]) for mark, row in marks.items()},
    )
