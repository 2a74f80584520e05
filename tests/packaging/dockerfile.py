"""Reads a Dockerfile: what it needs of the format, and an error for the rest.

Of the libraries for it, one knows no stages and the other is archived.
"""

import json
import re
import shlex
from dataclasses import dataclass, field

_KNOWN = (
    *("CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK"),
    *("LABEL", "RUN", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)


@dataclass(frozen=True)
class Instruction:
    """`text` is what follows the name and the flags, on one line."""

    name: str
    flags: dict[str, str]
    text: str

    @property
    def exec_form(self) -> bool:
        return self.text.startswith("[")

    @property
    def words(self) -> list[str]:
        return [str(word) for word in json.loads(self.text)] if self.exec_form else shlex.split(self.text)


@dataclass(frozen=True)
class Stage:
    """From one FROM to the next; `name` is what follows AS."""

    base: str
    name: str | None
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.name == name]

    def last(self, name: str) -> Instruction:
        """The one that counts; IndexError when there is none."""
        return self.all(name)[-1]

    @property
    def env(self) -> dict[str, str]:
        """As written: variables in the values are not replaced."""
        return dict(word.split("=", 1) for line in self.all("ENV") for word in line.words)

    @property
    def healthcheck(self) -> Instruction:
        """The command of the last HEALTHCHECK, its flags those of the check."""
        line = self.last("HEALTHCHECK")
        name, text = line.text.split(None, 1)
        return Instruction(name, line.flags, text)


def parse(text: str) -> list[Stage]:
    """ValueError for an instruction or a form that is not known here."""
    stages: list[Stage] = []
    for line in _logical_lines(text):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            base, *named = rest.split()
            stages.append(Stage(base, named[1] if named else None))
        elif name in _KNOWN and "<<" not in rest:
            stages[-1].instructions.append(_instruction(name, rest.strip()))
        else:
            raise ValueError(f"not known here: {line}")
    return stages


def _instruction(name: str, rest: str) -> Instruction:
    flags: dict[str, str] = {}
    while name != "RUN" and (flag := re.match(r"--([\w-]+)=(\S+)\s+", rest)):
        flags[flag[1]] = flag[2]
        rest = rest[flag.end() :]
    return Instruction(name, flags, rest)


def _logical_lines(text: str) -> list[str]:
    """Comments and blank lines gone, also between continued lines; continued lines joined."""
    kept = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(kept).replace("\\\n", " ").splitlines()
