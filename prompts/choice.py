"""What a rep has chosen on the verdict screen, and how another screen carries it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coaching.plan import Verdict
from prompts.view_state import Unreadable, day


@dataclass(frozen=True)
class Choice:
    """A verdict, and its day where it has one."""

    verdict: Verdict
    on: date | None

    def packed(self) -> dict[str, str | None]:
        return {"verdict": self.verdict, "on": self.on.isoformat() if self.on else None}


def carried_choice(carried: Mapping[str, Any]) -> Choice | None:
    """What was packed into a view's private metadata, if anything was."""
    verdict, on = carried.get("verdict"), carried.get("on")
    if verdict is None:
        return None
    if verdict not in tuple(Verdict) or not isinstance(on, str | None):
        raise Unreadable("view.private_metadata")
    return Choice(Verdict(verdict), day(on))
