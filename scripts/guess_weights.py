"""Learns from the examples what each word says for each kind of no, and writes it beside them: `make guess`.

Softmax regression, a step per example. The same examples always give the same file.
"""

import hashlib
import json
import math
import random
import tomllib
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from prompts.guess_reading import EXAMPLES, language
from prompts.guess_weights import Weights, shares

_ROUNDS = 60
_STEP = 2.0
_DECAY = 1e-4
"""How far every weight is drawn to nought with each step."""

Said = Sequence[tuple[str, str]]
"""Sentences, each with its class."""


def languages() -> list[str]:
    return sorted(path.stem for path in EXAMPLES.glob("*.toml"))


def examples(name: str) -> Said:
    """The sentences of a language: the class is the file's name."""
    return [
        (path.stem, said)
        for path in sorted((EXAMPLES / name).glob("*.toml"))
        for said in tomllib.loads(path.read_text(encoding="utf-8"))["said"]
    ]


def fingerprint(name: str) -> str:
    """Changes with the examples and with how the language is read."""
    files = [EXAMPLES / f"{name}.toml", *sorted((EXAMPLES / name).glob("*.toml"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def learn(name: str, said: Said) -> Weights:
    """The weights that tell these sentences' classes apart best, without trusting any single word too far."""
    classes = sorted({of for of, _ in said})
    texts = [(classes.index(of), language(name).read(text)) for of, text in said]
    within = Counter(mark for _, text in texts for mark in {mark for read in text for mark in read.marks})
    rarity = {mark: 1 + math.log(len(texts) / count) for mark, count in sorted(within.items())}
    found = Weights(classes, rarity, {mark: array("f", [0.0] * len(classes)) for mark in rarity})
    rows = [(right, found.values(text)) for right, text in texts]
    order = random.Random(1)  # noqa: S311
    for turn in range(_ROUNDS):
        order.shuffle(rows)
        for right, values in rows:
            _step(found, right, values, _STEP / (1 + turn / 4))
    return found


def _step(found: Weights, right: int, values: dict[str, float], step: float) -> None:
    off = [share - (number == right) for number, share in enumerate(shares(found.totals(values)))]
    for mark, value in values.items():
        row = found.says[mark]
        for number, error in enumerate(off):
            row[number] -= step * (error * value + _DECAY * row[number])


def written(name: str) -> str:
    """The file of a language's weights."""
    found = learn(name, examples(name))
    marks = {
        mark: [round(rarity, 2), *(round(weight, 2) for weight in found.says[mark])]
        for mark, rarity in found.rarity.items()
    }
    lines = ",\n".join(f"{json.dumps(mark)}: {json.dumps(row)}" for mark, row in marks.items())
    head = f'"made_from": "{fingerprint(name)}",\n"classes": {json.dumps(found.classes)},\n"marks"'
    return f"{{{head}: {{\n{lines}\n}}}}\n"


def main(folder: Path = EXAMPLES) -> None:
    for name in languages():
        (folder / f"{name}.json").write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
