"""Scores the guess on the held-out sentences and traps of one language."""

import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coaching.kinds import Kind, Stage, kinds_at
from prompts.guess import guesses
from prompts.playbook import Playbook

HELD_OUT = Path(__file__).parent / "held_out"


@dataclass(frozen=True)
class Asked:
    """One sentence, the kinds that are right first (none: silence is), and those that were guessed."""

    words: str
    right: frozenset[Kind]
    guessed: tuple[Kind, ...]
    milliseconds: float
    """Of processor time."""

    @property
    def first(self) -> bool:
        return self.guessed[:1] != () and self.guessed[0] in self.right

    @property
    def among_two(self) -> bool:
        return not self.right.isdisjoint(self.guessed[:2])

    @property
    def silent(self) -> bool:
        return not self.guessed

    @property
    def misled(self) -> bool:
        return bool(self.guessed) and not self.first


def sentences(language: str, playbook: Playbook) -> Iterator[Asked]:
    """Every sentence, asked at the stage of its kind that offers the more kinds."""
    for kind, said in _held_out(language)["sentences"].items():
        for words in said:
            yield _ask(words, frozenset({Kind(kind)}), playbook)


def traps(language: str, playbook: Playbook) -> Iterator[Asked]:
    for trap in _held_out(language)["traps"]:
        yield _ask(trap["words"], frozenset(map(Kind, trap["right"])), playbook)


def held_out_words(language: str) -> list[str]:
    """Every sentence and trap, to see that no example repeats one."""
    held = _held_out(language)
    return [words for said in held["sentences"].values() for words in said] + [
        trap["words"] for trap in held["traps"]
    ]


def _held_out(language: str) -> dict[str, Any]:
    return tomllib.loads((HELD_OUT / f"{language}.toml").read_text(encoding="utf-8"))


def _ask(words: str, right: frozenset[Kind], playbook: Playbook) -> Asked:
    stage = Stage.BUYING if right <= set(kinds_at(Stage.BUYING)) else Stage.FIRST
    started = time.thread_time()
    guessed = tuple(guess.kind for guess in guesses(words, stage, playbook))
    return Asked(words, right, guessed, 1000 * (time.thread_time() - started))
