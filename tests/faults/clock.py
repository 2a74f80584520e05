"""One clock for a test, its local Slack and every bot process: a working morning, at the pace the test wants."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """`start` is what it showed at the Unix time `began`; `speed` is how many seconds it shows in one."""

    start: datetime
    began: float
    speed: float

    @classmethod
    def of_a_morning(cls, speed: float = 1.0) -> "Clock":
        """Begins a minute after nudges go out, on the next working day.

        Not far ahead of the database's clock, which nobody can set: a look into a DM goes back from there.
        """
        day = datetime.now(UTC).replace(hour=9, minute=31, second=0, microsecond=0) + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return cls(day, time.time(), speed)

    @classmethod
    def read(cls, told: str) -> "Clock":
        start, began, speed = told.split()
        return cls(datetime.fromisoformat(start), float(began), float(speed))

    def __str__(self) -> str:
        return f"{self.start.isoformat()} {self.began} {self.speed}"

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.time() - self.began) * self.speed)
