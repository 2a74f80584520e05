"""When a rep lives and works."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coaching.dates import WorkWeek
from coaching.history import Pause


@dataclass(frozen=True)
class Times:
    """When a rep lives and works."""

    zone: ZoneInfo
    week: WorkWeek
    pauses: tuple[Pause, ...]
