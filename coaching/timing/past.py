"""What is known of the past: who said no, when they were asked again, and whether they came back."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

NOT_YET = -1
"""Stands for an outcome that nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask after a no. `came_back` is None while nobody knows. A `kind` may be any text."""

    kind: str
    said_no_on: date
    asked_on: date
    came_back: bool | None

    @property
    def days(self) -> int:
        """Days from the no to the ask."""
        return (self.asked_on - self.said_no_on).days


class Past:
    """Asks, in the order they were added; 13 bytes each, so that millions fit into memory."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.kind_of = array("i")
        self.days = array("i")
        self.asked_on = array("i")
        """Proleptic ordinals of the days."""
        self.came_back = array("b")
        self._index: dict[str, int] = {}

    @classmethod
    def of(cls, asks: Iterable[Asked]) -> Self:
        past = cls()
        for ask in asks:
            past.add(ask)
        return past

    def __len__(self) -> int:
        return len(self.asked_on)

    def add(self, ask: Asked) -> None:
        """ValueError when they were asked before they said no."""
        if ask.days < 0:
            raise ValueError("asked before the no")
        index = self._index.setdefault(ask.kind, len(self.kinds))
        if index == len(self.kinds):
            self.kinds.append(ask.kind)
        self.kind_of.append(index)
        self.days.append(ask.days)
        self.asked_on.append(ask.asked_on.toordinal())
        self.came_back.append(NOT_YET if ask.came_back is None else ask.came_back)


@dataclass(slots=True)
class Count:
    """How many were asked and how many of them came back; those whose outcome nobody knows are in neither."""

    asked: int = 0
    came_back: int = 0


def days_in_order(past: Past) -> Iterator[tuple[int, Sequence[int]]]:
    """Each day on which somebody was asked (an ordinal), with the places of its rows."""
    if not past:
        return
    first = min(past.asked_on)
    ends = [0] * (max(past.asked_on) - first + 1)
    for on in past.asked_on:
        ends[on - first] += 1
    total = 0
    for at, count in enumerate(ends):
        ends[at], total = total, total + count
    places = array("i", bytes(4 * len(past)))
    for place, on in enumerate(past.asked_on):
        places[ends[on - first]] = place
        ends[on - first] += 1
    begin = 0
    for at, end in enumerate(ends):
        if end > begin:
            yield first + at, places[begin:end]
        begin = end
