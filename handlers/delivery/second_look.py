"""What was decided some seconds ago is looked at once more: a sender may have waited for its turn meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.delivery.eligibility import Later, Overtaken, Ready, fate_of
from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.nudges import DueNudge, are_held

_GOOD_FOR = timedelta(seconds=5)
"""A decision. Where a workspace's pace makes its nudges wait, half a minute is usual; elsewhere nearly none waits."""


@dataclass(frozen=True)
class Decided:
    """Nudges of one rep that are to be sent as one message, as it was decided at `at`; `undisturbed` is when their
    Do Not Disturb ends."""

    ready: Sequence[Ready]
    at: datetime
    undisturbed: datetime

    @property
    def rows(self) -> Sequence[DueNudge]:
        return [one.due for one in self.ready]


def is_still_due(services: Services, decided: Decided) -> bool:
    """Whether the same would be decided now; after so short a time it is.

    The rep may have paused nudges, or let the deal go, and their window may be over. Nor is it while nobody can tell.
    """
    if services.now() - decided.at < _GOOD_FOR:
        return True
    owner = decided.ready[0].due.owner
    try:
        with services.db.read(owner) as session:
            if not are_held(session, decided.rows):
                return False
            times = services.times(session, owner)
    except UNREACHABLE:
        return False
    fates = [fate_of(services, one.due, one.deal, times, decided.undisturbed) for one in decided.ready]
    return not any(isinstance(fate, Later | Overtaken) for fate in fates)
