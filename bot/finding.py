"""One thing that `gotano check` looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found; a `note` is not wrong, but somebody should know of it."""

    fine: bool
    text: str
    note: bool = False

    @property
    def kind(self) -> str:
        if not self.fine:
            return "problem"
        return "note" if self.note else "ok"
